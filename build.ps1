#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Builds, tests or checks the module. A thin front: everything it does can be done with the commands it runs.
.EXAMPLE
    ./build.ps1
    Builds the module into out/Viam.Billing.
.EXAMPLE
    ./build.ps1 -Task Test
    Runs dotnet test, then Pester where it is installed.
.EXAMPLE
    ./build.ps1 -Task Docs
    Makes the help that the module carries from the pages in docs/en-US. It takes Microsoft.PowerShell.PlatyPS.
.EXAMPLE
    ./build.ps1 -Task Package
    Makes out/Viam.Billing.<version>.nupkg for a PowerShell repository, precompiled for the machines that are met most.
.EXAMPLE
    ./build.ps1 -Task Build, Install
    Puts the module where Import-Module Viam.Billing finds it.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Analyze', 'Docs', 'Package', 'Install')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    # Where Package puts the package. Default: out.
    [string] $PackageFolder = (Join-Path $PSScriptRoot 'out'),

    # Where Install puts the module. Default: the first folder of PSModulePath, which is the person's own.
    [string] $ModuleFolder = ($env:PSModulePath -split [IO.Path]::PathSeparator)[0]
)

$ErrorActionPreference = 'Stop'
Set-Location -LiteralPath $PSScriptRoot

function Invoke-Tool {
    param([string] $Command, [string[]] $Arguments)
    & $Command @Arguments
    if ($LASTEXITCODE) { throw "$Command $Arguments failed with exit code $LASTEXITCODE." }
}

function ConvertTo-HelpText {
    # The plain text that Get-Help shows of an about topic: headings at the margin, text wrapped and indented.
    param([string[]] $Markdown)
    $isCode = $false
    foreach ($line in $Markdown) {
        if ($line -match '^```') { $isCode = -not $isCode }
        elseif ($isCode) { "        $line".TrimEnd() }
        elseif ($line -match '^# (.+)') { 'TOPIC'; "    $($Matches[1])" }
        elseif ($line -match '^## (.+)') { $Matches[1].ToUpperInvariant() }
        elseif ($line -match '^### (.+)') { "  $($Matches[1])" }
        else {
            $wrapped = ''
            foreach ($word in $line -split ' ') {
                if ($wrapped.Length + $word.Length -ge 76) {
                    "    $wrapped"
                    $wrapped = $line.StartsWith('- ') ? "  $word" : $word
                }
                else { $wrapped = $wrapped ? "$wrapped $word" : $word }
            }
            "    $wrapped".TrimEnd()
        }
    }
}

function Format-Maml {
    # PlatyPS leaves an example's code in its introduction, fence and all, and links to the files of pages.
    param([xml] $Maml)
    $names = [Xml.XmlNamespaceManager]::new($Maml.NameTable)
    $names.AddNamespace('maml', 'http://schemas.microsoft.com/maml/2004/10')
    $names.AddNamespace('command', 'http://schemas.microsoft.com/maml/dev/command/2004/10')
    $names.AddNamespace('dev', 'http://schemas.microsoft.com/maml/dev/2004/10')
    foreach ($example in $Maml.SelectNodes('//command:example', $names)) {
        $introduction = $example.SelectSingleNode('maml:introduction', $names)
        if ($introduction.InnerText -notmatch '(?s)^```powershell\r?\n(?<code>.*?)\r?\n```\s*(?<remarks>.*)$') { throw "No code: $($introduction.InnerText)" }
        $example.SelectSingleNode('dev:code', $names).InnerText = $Matches.code.Replace("`r`n", "`n")
        $paragraph = $Maml.CreateElement('maml', 'para', $names.LookupNamespace('maml'))
        $paragraph.InnerText = $Matches.remarks
        $null = $example.SelectSingleNode('dev:remarks', $names).AppendChild($paragraph)
        $introduction.RemoveAll()
    }
    foreach ($link in $Maml.SelectNodes('//maml:navigationLink', $names)) {
        if ($link.SelectSingleNode('maml:linkText', $names).InnerText -eq 'Online Version') { $null = $link.ParentNode.RemoveChild($link) }
        else { $link.SelectSingleNode('maml:uri', $names).InnerText = '' }
    }
}

function ConvertTo-Nuspec {
    # What a PowerShell repository reads of a package before it opens it.
    param([hashtable] $Manifest)
    $data = $Manifest.PrivateData.PSData
    $tags = @('PSModule', 'PSIncludes_Cmdlet') + $data.Tags + @($Manifest.CmdletsToExport | ForEach-Object { "PSCmdlet_$_"; "PSCommand_$_" })
    $text = @{}
    foreach ($pair in @{
            version = $Manifest.ModuleVersion; authors = $Manifest.Author; description = $Manifest.Description; copyright = $Manifest.Copyright
            projectUrl = $data.ProjectUri; releaseNotes = $data.ReleaseNotes; tags = $tags -join ' '
        }.GetEnumerator()) { $text[$pair.Key] = [Security.SecurityElement]::Escape($pair.Value) }
    @"
<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2011/08/nuspec.xsd">
  <metadata>
    <id>Viam.Billing</id>
    <license type="expression">Apache-2.0</license>
$($text.Keys | Sort-Object | ForEach-Object { "    <$_>$($text[$_])</$_>" } | Out-String)  </metadata>
  <files>
    <file src="**/*" exclude="**/*.pdb" target="" />
  </files>
</package>
"@
}

foreach ($one in $Task) {
    switch ($one) {
        'Build' {
            Invoke-Tool dotnet 'build', 'Viam.Billing.slnx', '--configuration', $Configuration
        }
        'Test' {
            Invoke-Tool dotnet 'test', '--configuration', $Configuration
            if (Get-Module -ListAvailable Pester | Where-Object Version -GE '5.5') {
                # In a process of its own: a loaded module cannot be built again.
                Invoke-Tool pwsh '-NoProfile', '-Command', 'Invoke-Pester -Configuration @{ Run = @{ Path = "tests/Pester"; Exit = $true } }'
            }
            else {
                Write-Warning 'Pester 5.5 or later is not installed, so its tests were not run.'
            }
        }
        'Analyze' {
            # The manifest names files that lie beside it only once it is built.
            $scripts = Get-ChildItem -Path . -Recurse -Include *.ps1 | Where-Object FullName -NotMatch '[\\/](bin|obj|out)[\\/]'
            $found = @($scripts) + (Get-Item out/Viam.Billing/Viam.Billing.psd1) | ForEach-Object { Invoke-ScriptAnalyzer -Path $_.FullName }
            $found
            if ($found) { throw "PSScriptAnalyzer has $(@($found).Count) findings." }
        }
        'Docs' {
            Import-Module Microsoft.PowerShell.PlatyPS -MinimumVersion 1.0
            $folder = New-Item -ItemType Directory -Path (Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid()))
            try {
                Get-ChildItem docs/en-US/*-Viam*.md | Sort-Object Name | Import-MarkdownCommandHelp | Export-MamlCommandHelp -OutputFolder $folder | Out-Null
                $maml = [Xml.XmlDocument]::new()
                $maml.Load("$folder/Viam.Billing/Viam.Billing.dll-Help.xml")
                Format-Maml $maml
                $writer = [Xml.XmlWriter]::Create("$PSScriptRoot/src/Viam.Billing/en-US/Viam.Billing.dll-Help.xml", [Xml.XmlWriterSettings]@{ Indent = $true; NewLineChars = "`n" })
                $maml.Save($writer)
                $writer.Dispose()
            }
            finally {
                Remove-Item -LiteralPath $folder -Recurse
            }
            foreach ($page in Get-ChildItem docs/en-US/about_*.md) {
                $text = (ConvertTo-HelpText (Get-Content -LiteralPath $page)) -join "`n"
                [IO.File]::WriteAllText("$PSScriptRoot/src/Viam.Billing/en-US/$($page.BaseName).help.txt", "$text`n")
            }
        }
        'Package' {
            Invoke-Tool dotnet 'build', 'src/Viam.Billing.Sandbox', '--configuration', 'Release', '-p:PrecompileFor=linux-x64+linux-arm64+win-x64+osx-arm64'
            $manifest = Import-PowerShellDataFile out/Viam.Billing/Viam.Billing.psd1
            $nuspec = Join-Path ([IO.Path]::GetTempPath()) "$([guid]::NewGuid()).nuspec"
            try {
                ConvertTo-Nuspec $manifest | Set-Content -LiteralPath $nuspec
                $package = Join-Path $PackageFolder "Viam.Billing.$($manifest.ModuleVersion).nupkg"
                if (Test-Path -LiteralPath $package) { Remove-Item -LiteralPath $package }
                Invoke-Tool dotnet 'pack', 'src/Viam.Billing', '--no-build', '--configuration', 'Release', '--output', $PackageFolder, "-p:NuspecFile=$nuspec", "-p:NuspecBasePath=$PSScriptRoot/out/Viam.Billing", '-p:NoPackageAnalysis=true'
                Get-Item -LiteralPath $package
            }
            finally {
                Remove-Item -LiteralPath $nuspec
            }
        }
        'Install' {
            $version = (Import-PowerShellDataFile out/Viam.Billing/Viam.Billing.psd1).ModuleVersion
            $target = Join-Path $ModuleFolder "Viam.Billing/$version"
            if (Test-Path -LiteralPath $target) { Remove-Item -LiteralPath $target -Recurse -Force }
            $null = New-Item -ItemType Directory -Force -Path $target
            Copy-Item -Path out/Viam.Billing/* -Destination $target -Recurse
            Get-Item -LiteralPath $target
        }
    }
}
