global using Viam.Billing.Tests.Shared;
global using Xunit;
