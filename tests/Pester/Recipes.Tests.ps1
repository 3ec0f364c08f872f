#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# Runs the scripts of docs/recipes.md unchanged with the sandbox. Commands of other modules and of other computers are replaced.

BeforeAll {
    . $PSScriptRoot/Support/Invoke-Pwsh.ps1
    Import-Module (Join-Path $PSScriptRoot '../../out/Viam.Billing/Viam.Billing.psd1') -Force
    $script:page = Get-Content -Raw -LiteralPath (Join-Path $PSScriptRoot '../../docs/recipes.md')
    $script:start = Get-Location

    function Get-Recipe {
        # The first block of a language under a heading.
        param([string] $Heading, [string] $Language = 'powershell')
        $match = [regex]::Match($page, "(?ms)^## $([regex]::Escape($Heading))\r?\n.*?^``````$Language\r?\n(.*?)^``````")
        $match.Success | Should -BeTrue -Because "$Heading has a script"
        $match.Groups[1].Value
    }
}

AfterAll { Remove-Module Viam.Billing }

Describe 'The recipe' {
    BeforeEach {
        $folder = New-Item -ItemType Directory -Path (Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid()))
        Set-Location -LiteralPath $folder
        $global:PSDefaultParameterValues['Connect-ViamBilling:Sandbox'] = $true
    }

    AfterEach {
        Disconnect-ViamBilling
        $global:PSDefaultParameterValues.Remove('Connect-ViamBilling:Sandbox')
        Set-Location -LiteralPath $script:start
        Remove-Item -LiteralPath $folder -Recurse -Force
    }

    It 'for Excel exports the aging and the months of all organizations' {
        $sheets = @{}
        function Export-Excel {
            param([Parameter(ValueFromPipeline)] $InputObject, [string] $Path, [string] $WorksheetName, [switch] $AutoSize, [switch] $FreezeTopRow)
            process { $sheets[$WorksheetName] += @($InputObject) }
        }
        & ([scriptblock]::Create((Get-Recipe 'Excel')))
        $organizations = @(Get-ViamOrganization)
        $sheets.Aging | Should -HaveCount $organizations.Count
        ($sheets.Aging.Total | Measure-Object -Sum).Sum | Should -BeGreaterThan 0
        $sheets.Usage.Count | Should -BeGreaterOrEqual (2 * $organizations.Count)
    }

    It 'for a message sends one that names each organization whose budget is reached' {
        $sent = [Collections.Generic.List[object]]::new()
        function Invoke-RestMethod { param($Uri, $Method, $ContentType, $Body) $sent.Add(($Body | ConvertFrom-Json)) }
        & ([scriptblock]::Create((Get-Recipe 'A message in Teams or Slack')))
        $reached = @(Get-ViamOrganization | Get-ViamCurrentMonthUsage | Test-ViamBudget -Budget 300 -WarningAction Ignore | Where-Object ExitCode -ne 0)
        $sent | Should -HaveCount 1
        @($sent[0].text -split "`n") | Should -HaveCount ($reached.Count + 1)
        $sent[0].text | Should -Match "of 300(\.00)? USD"
    }

    It 'for a message sends none if no budget is reached' {
        function Invoke-RestMethod { throw 'A message was sent.' }
        & ([scriptblock]::Create((Get-Recipe 'A message in Teams or Slack').Replace('-Budget 300', '-Budget 300000')))
    }

    It 'for GitHub Actions exits with <Code> for a budget of <Budget>' -ForEach @(@{ Budget = 300; Code = 3 }, @{ Budget = 300000; Code = 0 }) {
        $job = Get-Recipe 'A GitHub Actions job that fails on a budget' 'yaml'
        $script = ($job -split '(?m)^\s+run: \|\r?\n')[1] -replace '(?m)^          ' -replace '-Budget 300', "-Budget $Budget"
        $path = (Resolve-Path (Join-Path $PSScriptRoot '../../out')).Path
        $script = "`$env:PSModulePath = '$path' + [IO.Path]::PathSeparator + `$env:PSModulePath`n`$PSDefaultParameterValues['Connect-ViamBilling:Sandbox'] = `$true`n$script"
        Set-Content -LiteralPath ./job.ps1 -Value $script
        Invoke-Pwsh -File ./job.ps1 | Out-Null
        $LASTEXITCODE | Should -Be $Code
    }
}
