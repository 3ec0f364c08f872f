# Runs the PowerShell that runs the tests in a new process. It doesn't have to be on the PATH.
function Invoke-Pwsh {
    & dotnet exec "$PSHOME/pwsh.dll" -NoProfile -NonInteractive @args
}
