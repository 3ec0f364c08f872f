using Viam.Billing.Contract;
using Viam.Billing.Sandbox.State;
using static Viam.Billing.Contract.UsageCostType;

namespace Viam.Billing.Sandbox.SeedData;

/// <summary>The usage of the organizations. Together, they include every cost type that isn't deprecated.</summary>
internal static class UsageCatalog
{
    private const string FleetFragment = "fleet-starter";
    private const string VisionFragment = "vision-plus";

    internal static IReadOnlyList<UsageSource> Acme { get; } =
    [
        new(
            SourceType.Org,
            null,
            0.10m,
            [
                (PerMachine, 480.00m),
                (RemoteControl, 61.44m),
                (StandardCompute, 212.85m),
                (BinaryDataCloudStorage, 143.27m),
                (TabularDataCloudStorage, 38.90m),
                (ConfigHistoryCloudStorage, 2.15m),
                (LogsCloudStorage, 17.62m),
                (TrainingLogsCloudStorage, 4.08m),
                (PackagesCloudStorage, 9.71m),
                (BinaryDataUpload, 88.36m),
                (TabularDataUpload, 21.54m),
                (LogsUpload, 12.03m),
                (BinaryDataEgress, 54.19m),
                (TabularDataEgress, 7.77m),
                (LogsEgress, 3.46m),
                (TrainingLogsEgress, 1.29m),
                (TriggerNotification, 0.84m),
            ]
        ),
        new(SourceType.Fragment, VisionFragment, 0m, [(PremiumModule, 199.00m), (PerMachine, 64.00m)]),
    ];

    internal static IReadOnlyList<UsageSource> Bluewater { get; } =
    [
        new(
            SourceType.Org,
            null,
            0m,
            [
                (PerMachine, 96.00m),
                (RemoteControl, 33.12m),
                (BinaryDataUpload, 140.66m),
                (BinaryDataCloudStorage, 97.05m),
                (BinaryDataCrossRegionEgress, 26.40m),
                (LogsUpload, 8.91m),
            ]
        )
        {
            IsGrowingFleet = true,
        },
    ];

    internal static IReadOnlyList<UsageSource> Cascade { get; } =
    [
        new(
            SourceType.Org,
            null,
            0.05m,
            [
                (PerMachine, 220.00m),
                (TabularDataUpload, 74.31m),
                (TabularDataCloudStorage, 52.68m),
                (TabularDataDatabaseCloudStorage, 118.20m),
                (TabularDataDatabaseCompute, 164.95m),
                (PipelineSinkCloudStorage, 31.07m),
                (PipelineSinkCompute, 45.53m),
                (TriggerNotification, 6.25m),
            ]
        ),
        new(SourceType.Fragment, FleetFragment, 0.20m, [(PerMachine, 75.00m), (StandardCompute, 18.36m)]),
    ];

    internal static IReadOnlyList<UsageSource> Harborlight { get; } =
    [
        new(
            SourceType.Org,
            null,
            0.15m,
            [
                (PerMachine, 36.00m),
                (StandardCompute, 92.48m),
                (PackagesCloudStorage, 14.20m),
                (BinaryDataCrossRegionEgress, 19.85m),
                (LogsEgress, 2.30m),
            ]
        ),
    ];

    internal static IReadOnlyList<UsageSource> Lumiere { get; } =
    [
        new(
            SourceType.Fragment,
            FleetFragment,
            0m,
            [(PerMachine, 150.00m), (RemoteControl, 11.58m), (LogsUpload, 4.42m)]
        ),
    ];

    internal static IReadOnlyList<UsageSource> Fernhill { get; } =
    [
        new(SourceType.Org, null, 0m, [(BinaryDataUpload, 29.73m), (BinaryDataCloudStorage, 22.16m)]),
        new(SourceType.Fragment, VisionFragment, 0.25m, [(PremiumModule, 49.00m), (PerMachine, 60.00m)]),
    ];

    internal static IReadOnlyList<UsageSource> Meridian { get; } =
    [
        new(
            SourceType.Org,
            null,
            0.50m,
            [(PerMachine, 40.00m), (StandardCompute, 310.00m), (TrainingLogsCloudStorage, 3.95m)]
        ),
    ];
}
