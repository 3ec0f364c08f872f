BeforeAll {
    Import-Module "$PSScriptRoot/../../out/Viam.Billing/Viam.Billing.psd1" -Force
    $script:homeVariable = $IsWindows ? 'USERPROFILE' : 'HOME'
    $script:names = $homeVariable, 'VIAM_HOME', 'VIAM_CLI_PROFILE_NAME'
    $script:before = @{}
    foreach ($name in $names) { $before[$name] = [Environment]::GetEnvironmentVariable($name) }
}

AfterAll {
    foreach ($name in $names) { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
}

Describe 'Connect-ViamBilling -CliLogin' {
    BeforeEach {
        foreach ($name in $names) { [Environment]::SetEnvironmentVariable($name, $null) }
        $script:folder = "$TestDrive/$([guid]::NewGuid())/.viam"
        New-Item -ItemType Directory -Path $folder | Out-Null
        [Environment]::SetEnvironmentVariable($homeVariable, (Split-Path $folder))
    }

    It 'recommends viam login when the login is missing or has expired' {
        { Connect-ViamBilling -CliLogin } | Should -Throw -ErrorId 'CliLoginNotFound,Viam.Billing.Commands.ConnectViamBillingCommand'
        $Error[0].ErrorDetails.RecommendedAction | Should -BeLike "*'viam login'*"

        $login = @{ auth = @{ access_token = 'a-token-of-old'; expires_at = '2026-01-01T00:00:00Z'; user_data = @{ email = 'ada@example.com' } } }
        $login | ConvertTo-Json | Set-Content -LiteralPath "$folder/cached_cli_config.json"
        { Connect-ViamBilling -CliLogin } | Should -Throw -ErrorId 'CliLoginExpired,Viam.Billing.Commands.ConnectViamBillingCommand'
        $Error[0].ErrorDetails.RecommendedAction | Should -BeLike "*'viam login'*"
        "$($Error[0])" | Should -BeLike '*2026-01-01 00:00:00Z*'
        "$($Error[0])" | Should -Not -BeLike '*a-token-of-old*'
    }

    It 'lists the existing profiles and reports a malformed file without its content' {
        '{"acme":{"Name":"acme","APIKey":{"key_id":"hunter22","key_crypto":"hunter22"}}}' | Set-Content -LiteralPath "$folder/cli_profiles.json"
        { Connect-ViamBilling -CliProfile other } | Should -Throw -ErrorId 'CliProfileNotFound,*' -ExpectedMessage "*no profile 'other'. Profiles: 'acme'."
        { Connect-ViamBilling -CliProfile acme } | Should -Throw -ErrorId 'CliLoginBroken,*' -ExpectedMessage '*cli_profiles.json*key_id*'
        $Error[0] | Out-String | Should -Not -BeLike '*hunter22*'
        Get-Content -LiteralPath "$folder/cli_profiles.json" | Should -BeLike '*hunter22*'
    }
}

Describe 'Session view' {
    It 'shows the CLI user and CLI profile if they are set' {
        $session = [pscustomobject]@{ PSTypeName = 'Viam.Billing.BillingSession'; AuthenticationType = 'CliLogin'; ApiKeyId = $null; CliUser = 'ada'; CliProfile = $null }
        $session | Out-String | Should -Match 'AuthenticationType +: CliLogin\s+ApiKeyId +:\s+CliUser +: ada\s+OrganizationName'
        $session.CliUser, $session.CliProfile = $null, 'acme'
        $session | Out-String | Should -Match 'ApiKeyId +:\s+CliProfile +: acme\s+OrganizationName'
    }
}
