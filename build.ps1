#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Builds, tests, packs or cleans the repository: the same as the dotnet commands in the README.
.EXAMPLE
    ./build.ps1 Test
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Pack', 'Rehearse', 'Clean')]
    [string] $Task = 'Build'
)

$ErrorActionPreference = 'Stop'
Push-Location $PSScriptRoot
try {
    switch ($Task) {
        'Build' { dotnet build EcsPlatform.sln }
        'Test' { dotnet test EcsPlatform.sln }
        'Pack' { dotnet pack src/EcsPlatform.PowerShell }
        'Rehearse' { dotnet run --project src/EcsPlatform.Cli -- rehearse module/Examples/payments-mesh/platform.yaml }
        'Clean' { dotnet clean EcsPlatform.sln }
    }

    if ($LASTEXITCODE -ne 0) {
        throw "$Task failed with exit code $LASTEXITCODE."
    }
}
finally {
    Pop-Location
}
