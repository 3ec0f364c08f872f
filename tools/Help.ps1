<#
.SYNOPSIS
    Generates the help that the module contains from the pages in docs/en-US. Requires Microsoft.PowerShell.PlatyPS 1.0.
#>
$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot
$pages = Join-Path $root 'docs/en-US'
$output = Join-Path $root 'src/Viam.Billing/en-US'

function ConvertTo-HelpText {
    # Converts an about topic to the plain text that Get-Help shows: headings at the margin, text wrapped and indented.
    param([string[]] $Markdown)
    $isCode = $false
    $isAfterHeading = $false
    foreach ($line in $Markdown) {
        # Get-Help takes the synopsis of a topic from line 5, so no blank line follows a section's heading.
        if ($line -eq '' -and $isAfterHeading) { continue }
        $isAfterHeading = -not $isCode -and $line -match '^##'
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
    # Corrects what PlatyPS exports: moves the code of each example out of its introduction, adds default values,
    # uses the short type names of the syntax, and removes links to files.
    param([xml] $Maml, [object[]] $Page)
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
        $remarks = $example.SelectSingleNode('dev:remarks', $names)
        $null = $remarks.AppendChild($paragraph)
        # Get-Help shows it as a blank line before the next example.
        $null = $remarks.AppendChild($Maml.CreateElement('maml', 'para', $names.LookupNamespace('maml')))
        $introduction.RemoveAll()
    }
    foreach ($help in $Page) {
        $command = $Maml.SelectSingleNode("//command:command[command:details/command:name='$($help.Title)']", $names)
        foreach ($parameter in $help.Parameters) {
            $described = $command.SelectSingleNode("command:parameters/command:parameter[maml:name='$($parameter.Name)']", $names)
            $default = $described.AppendChild($Maml.CreateElement('dev', 'defaultValue', $names.LookupNamespace('dev')))
            $default.InnerText = $parameter.DefaultValue
            $type = $described.SelectSingleNode('command:parameterValue', $names)
            if ($type) {
                $inSyntax = "command:syntax//command:parameter[maml:name='$($parameter.Name)']/command:parameterValue"
                $type.InnerText = $command.SelectSingleNode($inSyntax, $names).InnerText
            }
        }
    }
    foreach ($link in $Maml.SelectNodes('//maml:navigationLink', $names)) {
        # Get-Help -Online opens the link to the online version. All other links are names of help topics.
        $text = $link.SelectSingleNode('maml:linkText', $names)
        if ($text.InnerText -eq 'Online Version') { $text.InnerText = 'Online Version:' }
        else { $link.SelectSingleNode('maml:uri', $names).InnerText = '' }
    }
}

Import-Module Microsoft.PowerShell.PlatyPS -MinimumVersion 1.0
$folder = New-Item -ItemType Directory -Path (Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid()))
try {
    $commandHelp = Get-ChildItem $pages/*-Viam*.md | Sort-Object Name | Import-MarkdownCommandHelp
    $null = $commandHelp | Export-MamlCommandHelp -OutputFolder $folder
    $maml = [Xml.XmlDocument]::new()
    $maml.Load("$folder/Viam.Billing/Viam.Billing.dll-Help.xml")
    Format-Maml $maml $commandHelp
    $writer = [Xml.XmlWriter]::Create("$output/Viam.Billing.dll-Help.xml", [Xml.XmlWriterSettings]@{ Indent = $true; NewLineChars = "`n" })
    $maml.Save($writer)
    $writer.Dispose()
}
finally {
    Remove-Item -LiteralPath $folder -Recurse
}
foreach ($page in Get-ChildItem $pages/about_*.md) {
    $text = (ConvertTo-HelpText (Get-Content -LiteralPath $page)) -join "`n"
    [IO.File]::WriteAllText("$output/$($page.BaseName).help.txt", "$text`n")
}
