; Inno Setup: one installer for one user or for all, without administrator rights by default.
#ifndef Version
  #error Give the version with /DVersion=
#endif

[Setup]
AppId={{6E0C2C1B-6C39-4B1C-8B6E-2C9C6B7B5D41}
AppName=Longscroll
AppVersion={#Version}
AppPublisher=The Longscroll developers
DefaultDirName={autopf}\Longscroll
DefaultGroupName=Longscroll
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
LicenseFile=..\..\LICENSE
SetupIconFile=..\..\build\icons\longscroll.ico
UninstallDisplayIcon={app}\longscroll.exe
OutputDir=..\..\dist
OutputBaseFilename=Longscroll-{#Version}-setup
Compression=lzma2
SolidCompression=yes
WizardStyle=modern
ChangesAssociations=yes
DisableProgramGroupPage=yes

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked

[Files]
Source: "..\..\build\longscroll\*"; DestDir: "{app}"; Flags: recursesubdirs createallsubdirs ignoreversion

; Parts of an earlier version that this one no longer has would be found and loaded.
[InstallDelete]
Type: filesandordirs; Name: "{app}\_internal"

[Icons]
Name: "{autoprograms}\Longscroll"; Filename: "{app}\longscroll.exe"
Name: "{autodesktop}\Longscroll"; Filename: "{app}\longscroll.exe"; Tasks: desktopicon

[Registry]
Root: HKA; Subkey: "Software\Classes\.longscroll"; ValueType: string; ValueData: "Longscroll.Work"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\Longscroll.Work"; ValueType: string; ValueData: "Longscroll work"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Longscroll.Work\shell\open\command"; ValueType: string; ValueData: """{app}\longscroll.exe"" ""%1"""

[Run]
Filename: "{app}\longscroll.exe"; Description: "{cm:LaunchProgram,Longscroll}"; Flags: nowait postinstall skipifsilent
