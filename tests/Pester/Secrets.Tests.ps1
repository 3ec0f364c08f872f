#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# What only the whole shell has: transcripts, Format-List of errors, JSON of a session.

BeforeAll {
    . $PSScriptRoot/Support/Invoke-Pwsh.ps1
    Import-Module (Join-Path $PSScriptRoot '../../out/Viam.Billing/Viam.Billing.psd1') -Force
    $script:secret = 'a-key-that-must-not-be-seen'
    # A port that nothing listens on any more.
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $script:address = "http://localhost:$($listener.LocalEndpoint.Port)"
    $listener.Stop()
}

AfterAll {
    Disconnect-ViamBilling
    Remove-Module Viam.Billing
}

Describe 'A key' {
    It 'is not in a transcript, an error looked at as hard as one can, or the call stack' {
        $transcript = Join-Path $TestDrive 'transcript.txt'
        $env:VIAM_API_KEY_ID = '11111111-2222-4333-8444-555555555555'
        $env:VIAM_API_KEY = $secret
        # In a shell of its own, whose screen nobody has to look at.
        Set-Content -LiteralPath (Join-Path $TestDrive 'talk.ps1') -Value @"
            Import-Module '$((Get-Module Viam.Billing).ModuleBase)'
            `$null = Start-Transcript -LiteralPath '$transcript'
            try { Connect-ViamBilling -Uri $address -Verbose -Debug -InformationAction Continue }
            catch {
                `$_ | Format-List * -Force
                `$_.Exception | ConvertTo-Json -Depth 2 -WarningAction SilentlyContinue
                Get-PSCallStack | Format-List * -Force
                `$Error | Format-List * -Force
            }
            `$null = Stop-Transcript
"@
        Invoke-Pwsh -File (Join-Path $TestDrive 'talk.ps1') *> (Join-Path $TestDrive 'screen.txt')
        Remove-Item Env:VIAM_API_KEY, Env:VIAM_API_KEY_ID

        foreach ($file in $transcript, (Join-Path $TestDrive 'screen.txt')) {
            $text = Get-Content -Raw -LiteralPath $file
            $text | Should -Match 'ConnectionRefused'
            $text | Should -Not -Match $secret
        }
    }

    It 'is not in a session' {
        $session = Connect-ViamBilling -Sandbox -PassThru
        $session | ConvertTo-Json -Depth 10 -WarningAction SilentlyContinue | Should -Not -Match 'key-of-no-use'
        $session | Format-List * -Force | Out-String | Should -Not -Match 'key-of-no-use'
    }
}
