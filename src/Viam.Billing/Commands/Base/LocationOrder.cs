namespace Viam.Billing.Commands.Base;

/// <summary>
/// Keeps the changes of one location in the order of the input, so that the last one remains. Their locations are found
/// concurrently, so that it isn't known at the start which changes are of the same location. <see cref="Add"/> must be
/// called on one thread.
/// </summary>
internal sealed class LocationOrder
{
    private readonly List<Turn> _turns = [];

    /// <summary>Adds a change after all earlier ones.</summary>
    public Turn Add()
    {
        _turns.RemoveAll(static turn => turn.IsCompleted);
        var turn = new Turn([.. _turns]);
        _turns.Add(turn);
        return turn;
    }

    /// <summary>A change. It must be disposed of when the change was made, or can't be made.</summary>
    internal sealed class Turn(Turn[] earlier) : IDisposable
    {
        private readonly TaskCompletionSource<string?> _found = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Turn[] _earlier = earlier;

        public bool IsCompleted => _completed.Task.IsCompleted;

        /// <summary>Waits for the earlier changes of a location.</summary>
        public async Task WaitAsync(string locationId)
        {
            _found.TrySetResult(locationId);
            foreach (var turn in _earlier)
            {
                if (await turn._found.Task.ConfigureAwait(false) == locationId)
                {
                    await turn._completed.Task.ConfigureAwait(false);
                }
            }
        }

        public void Dispose()
        {
            _found.TrySetResult(null);
            _completed.TrySetResult();
            // So that all turns of a long pipeline don't stay in memory.
            _earlier = [];
        }
    }
}
