#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# Features that require the full shell: transcripts, Format-List of errors, JSON of a session.

BeforeAll {
    . $PSScriptRoot/Support/Invoke-Pwsh.ps1
    Import-Module (Join-Path $PSScriptRoot '../../out/Viam.Billing/Viam.Billing.psd1') -Force
    $script:secret = 'a-key-that-must-not-be-seen'
    # A port on which nothing is listening.
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $script:address = "http://localhost:$($listener.LocalEndpoint.Port)"
    $listener.Stop()
}

AfterAll {
    Disconnect-ViamBilling
    Remove-Module Viam.Billing
}

Describe 'An API key' {
    It 'does not appear in a transcript, in a fully expanded error, or in the call stack' {
        $transcript = Join-Path $TestDrive 'transcript.txt'
        $env:VIAM_API_KEY_ID = '11111111-2222-4333-8444-555555555555'
        $env:VIAM_API_KEY = $secret
        # In a separate shell, so that its output isn't shown in the test run.
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

    It 'does not appear in a session object' {
        $session = Connect-ViamBilling -Sandbox -PassThru
        $session | ConvertTo-Json -Depth 10 -WarningAction SilentlyContinue | Should -Not -Match 'key-of-no-use'
        $session | Format-List * -Force | Out-String | Should -Not -Match 'key-of-no-use'
    }
}

Describe 'A proxy password' {
    It 'does not appear in a transcript, an expanded error, or JSON, nor do control characters when the proxy returns <Kind>' -ForEach @(
        @{ Kind = '407 with control characters'; Head = "HTTP/1.1 407 Proxy Authentication Required`r`nProxy-Authenticate: Basic realm=`"`e]0;owned`a`"" }
        @{ Kind = '403'; Head = 'HTTP/1.1 403 Forbidden' }
        @{ Kind = 'no HTTP'; Head = "`e]0;owned`a http://someone:hunter2-of-the-proxy@host refuses" }
    ) {
        $proxy = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $proxy.Start()
        $answering = Start-ThreadJob -ArgumentList $proxy, $Head -ScriptBlock {
            param($proxy, $head)
            $bytes = [Text.Encoding]::Latin1.GetBytes("$head`r`n`r`n")
            while ($true) {
                $client = $proxy.AcceptTcpClient()
                $stream = $client.GetStream()
                $null = $stream.Read([byte[]]::new(4096))
                $stream.Write($bytes)
                $client.Close()
            }
        }
        $transcript = Join-Path $TestDrive 'proxy.txt'
        $screen = Join-Path $TestDrive 'proxy-screen.txt'
        Set-Content -LiteralPath (Join-Path $TestDrive 'proxy.ps1') -Value @"
            Import-Module '$((Get-Module Viam.Billing).ModuleBase)'
            `$null = Start-Transcript -LiteralPath '$transcript'
            try { Connect-ViamBilling -Uri https://billing.viam.test -AccessToken a-token-of-no-use -TimeoutSec 5 -Verbose -Debug }
            catch {
                `$_
                `$_ | Format-List * -Force
                `$_.Exception.ToString()
                `$_.Exception | ConvertTo-Json -Depth 4 -WarningAction SilentlyContinue
                `$Error | Format-List * -Force
                Get-Error
            }
            `$null = Stop-Transcript
"@
        $saved = $env:HTTPS_PROXY, $env:https_proxy, $env:no_proxy, $env:NO_PROXY, $env:NO_COLOR
        try {
            $env:https_proxy = $env:no_proxy = $env:NO_PROXY = $null
            $env:HTTPS_PROXY = "http://someone:hunter2-of-the-proxy@127.0.0.1:$($proxy.LocalEndpoint.Port)"
            $env:NO_COLOR = '1'
            Invoke-Pwsh -File (Join-Path $TestDrive 'proxy.ps1') *> $screen
        }
        finally {
            $env:HTTPS_PROXY, $env:https_proxy, $env:no_proxy, $env:NO_PROXY, $env:NO_COLOR = $saved
            $proxy.Stop()
            $answering | Remove-Job -Force
        }

        foreach ($file in $transcript, $screen) {
            $text = Get-Content -Raw -LiteralPath $file
            $text | Should -Match 'ConnectViamBillingCommand'
            $text | Should -Not -Match 'hunter2-of-the-proxy'
            $text | Should -Not -Match "`e\]"
            $text | Should -Not -Match "`a"
        }
    }
}
