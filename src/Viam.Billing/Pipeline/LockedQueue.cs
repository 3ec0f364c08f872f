using System.Diagnostics.CodeAnalysis;

namespace Viam.Billing.Pipeline;

/// <summary>
/// A queue for few items that several threads add. It is used in place of .NET's concurrent queue, each of which
/// reserves a kilobyte, because every cmdlet has two.
/// </summary>
internal sealed class LockedQueue<T>
    where T : class
{
    private readonly Queue<T> _items = new();

    public bool IsEmpty
    {
        get
        {
            lock (_items)
            {
                return _items.Count == 0;
            }
        }
    }

    public void Enqueue(T item)
    {
        lock (_items)
        {
            _items.Enqueue(item);
        }
    }

    public bool TryDequeue([NotNullWhen(true)] out T? item)
    {
        lock (_items)
        {
            return _items.TryDequeue(out item);
        }
    }
}
