; Set-up program of the desk: everything is inside, nothing is fetched.
;   setup.exe                                  per user, asks nothing else of an officer
;   setup.exe /AllUsers                        per machine (needs an administrator)
;   setup.exe /S [/CurrentUser|/AllUsers] [/ANSWERS=policy.toml]
; The answers are a policy file (docs/administration.md); it is laid where every desk of the machine reads it.
; Upgrade: run the newer set-up. Data of the desks lie in %LOCALAPPDATA%\desk-app and are never touched, not by
; upgrade and not by removal.
Unicode true
ManifestDPIAware true
SetCompressor /SOLID zlib
!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_INSTALLMODE_DEFAULT_CURRENTUSER
!define MULTIUSER_USE_PROGRAMFILES64
!define MULTIUSER_INSTALLMODE_INSTDIR "desk-app"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "Software\desk-app"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "Folder"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\desk-app"
!include MultiUser.nsh
!include MUI2.nsh
!include FileFunc.nsh

Name "Quầy Một cửa"
OutFile "${OUT}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName "desk-app"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey LegalCopyright "Apache-2.0"
VIAddVersionKey FileDescription "desk-app set-up, not yet run on Windows"

!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Vietnamese"
!insertmacro MUI_LANGUAGE "English"

Function .onInit
  !insertmacro MULTIUSER_INIT
FunctionEnd

Function un.onInit
  !insertmacro MULTIUSER_UNINIT
FunctionEnd

Section "desk-app"
  ; Files of an older version that the newer one no longer has must not stay importable. Only folders that hold
  ; nothing but the program are emptied.
  RMDir /r "$INSTDIR\site"
  RMDir /r "$INSTDIR\tessdata"
  RMDir /r "$INSTDIR\token"
  SetOutPath "$INSTDIR"
  File /r "${TREE}\*.*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateDirectory "$SMPROGRAMS\desk-app"
  CreateShortCut "$SMPROGRAMS\desk-app\Quầy Một cửa.lnk" "$INSTDIR\pythonw.exe" "-X utf8 -m desk_app" "$INSTDIR\desk-app.ico"
  CreateShortCut "$SMPROGRAMS\desk-app\Tập huấn.lnk" "$INSTDIR\pythonw.exe" "-X utf8 -m desk_app demo" "$INSTDIR\desk-app.ico"
  WriteRegStr SHCTX "Software\desk-app" "Folder" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayName" "Quầy Một cửa (desk-app)"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayIcon" "$INSTDIR\desk-app.ico"
  WriteRegStr SHCTX "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
  WriteRegStr SHCTX "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S /$MultiUser.InstallMode'
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoRepair" 1
  ${GetParameters} $0
  ${GetOptions} $0 "/ANSWERS=" $1
  IfErrors done
    StrCmp $MultiUser.InstallMode "AllUsers" 0 +3
      ReadEnvStr $2 "ProgramData"
      Goto +2
      StrCpy $2 "$LOCALAPPDATA"
    CreateDirectory "$2\desk-app"
    CopyFiles /SILENT "$1" "$2\desk-app\policy.toml"
  done:
SectionEnd

Section "Uninstall"
  Delete "$SMPROGRAMS\desk-app\Quầy Một cửa.lnk"
  Delete "$SMPROGRAMS\desk-app\Tập huấn.lnk"
  RMDir "$SMPROGRAMS\desk-app"
  RMDir /r "$INSTDIR\site"
  RMDir /r "$INSTDIR\tessdata"
  RMDir /r "$INSTDIR\token"
  Delete "$INSTDIR\*.*"
  RMDir "$INSTDIR"
  DeleteRegKey SHCTX "${UNINSTALL}"
  DeleteRegKey SHCTX "Software\desk-app"
SectionEnd
