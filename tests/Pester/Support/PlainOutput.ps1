# Output without colors in the invariant culture, until it is restored.
$plainOutput = @{}

function Enable-PlainOutput {
    $plainOutput.Rendering = $PSStyle.OutputRendering
    $plainOutput.Culture = [cultureinfo]::CurrentCulture
    $PSStyle.OutputRendering = 'PlainText'
    [cultureinfo]::CurrentCulture = [cultureinfo]::InvariantCulture
}

function Restore-Output {
    $PSStyle.OutputRendering = $plainOutput.Rendering
    [cultureinfo]::CurrentCulture = $plainOutput.Culture
}
