; Set-up program of the desk: everything is inside, nothing is fetched.
;   setup.exe                                  per user, asks nothing else of an officer
;   setup.exe /AllUsers                        per machine (needs an administrator)
;   setup.exe /S [/CurrentUser|/AllUsers] [/ANSWERS=policy.toml]
; The answers are a policy file (docs/administration.md); it is laid where every desk of the machine reads it.
; Versions lie side by side under versions\; current.txt names the one that starts. An upgrade lays the new one down,
; tries it, and only then replaces that one file: a break at any moment leaves the old version or the new one.
; Data of the desks lie in %LOCALAPPDATA%\desk-app and are never touched, not by upgrade and not by removal.
; Exit codes of a silent run: 0 done, 2 refused and nothing changed.
Unicode true
ManifestDPIAware true
SetCompressor /SOLID ${COMPRESSOR}
!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_USE_PROGRAMFILES64
!define MULTIUSER_INSTALLMODE_INSTDIR "desk-app"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "Software\desk-app"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "Folder"
!define MULTIUSER_INSTALLMODE_DEFAULT_CURRENTUSER
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "Software\desk-app"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "Folder"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\desk-app"
!include MultiUser.nsh
!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include x64.nsh

Name "Quầy Một cửa"
OutFile "${OUT}"
BrandingText "desk-app ${VERSION} · đã thử dưới Wine 10, chưa thử trên Windows"
VIProductVersion "${NUMBERS}"
VIAddVersionKey ProductName "desk-app"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey LegalCopyright "Apache-2.0"
VIAddVersionKey FileDescription "desk-app set-up, tested under Wine 10, not yet on Windows"

!define MUI_ICON "${TREE}\desk-app.ico"
!define MUI_UNICON "${TREE}\desk-app.ico"
!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\desk-appw.exe"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Vietnamese"
!insertmacro MUI_LANGUAGE "English"

LangString IN_USE ${LANG_VIETNAMESE} "Phiên bản ${VERSION} đang mở. Chưa có gì thay đổi. Hãy đóng chương trình rồi chạy lại bộ cài đặt."
LangString IN_USE ${LANG_ENGLISH} "Version ${VERSION} is open. Nothing was changed. Close the program, then run the set-up again."
LangString NO_START ${LANG_VIETNAMESE} "Phiên bản ${VERSION} không khởi động được trên máy này. Phiên bản cũ và hồ sơ vẫn nguyên. Hãy báo cho người phụ trách kỹ thuật."
LangString NO_START ${LANG_ENGLISH} "Version ${VERSION} does not start on this machine. The version before it and all data are untouched. Tell your technician."
LangString NOT_64 ${LANG_VIETNAMESE} "Chương trình cần Windows 10 hoặc 11 bản 64 bit. Chưa có gì thay đổi."
LangString NOT_64 ${LANG_ENGLISH} "The program needs Windows 10 or 11, 64 bit. Nothing was changed."

!macro REFUSE TEXT
  SetErrorLevel 2
  DetailPrint "${TEXT}"
  MessageBox MB_OK|MB_ICONSTOP "${TEXT}" /SD IDOK
  SetErrorLevel 2
  Quit
!macroend

Function .onInit
  SetRegView 64
  !insertmacro MULTIUSER_INIT
  ${IfNot} ${RunningX64}
    !insertmacro REFUSE "$(NOT_64)"
  ${EndIf}
FunctionEnd

Function un.onInit
  SetRegView 64
  !insertmacro MULTIUSER_UNINIT
FunctionEnd

; Replaces FROM by TO in one act of the file system.
!macro REPLACE FROM TO
  System::Call 'kernel32::MoveFileExW(w "${FROM}", w "${TO}", i 9) i .r9'
!macroend

Section "desk-app"
  ; The new version beside the old one.
  RMDir /r "$INSTDIR\versions\${VERSION}.new"
  SetOutPath "$INSTDIR\versions\${VERSION}.new"
  File /r "${TREE}\*.*"
  SetOutPath "$INSTDIR"
  nsExec::ExecToLog '"$INSTDIR\versions\${VERSION}.new\python.exe" -X utf8 -m desk_app --version'
  Pop $0
  ${If} $0 != 0
    RMDir /r "$INSTDIR\versions\${VERSION}.new"
    !insertmacro REFUSE "$(NO_START)"
  ${EndIf}
  ; The same version again is a repair; it cannot be done under an open window.
  RMDir /r "$INSTDIR\versions\${VERSION}.old"
  ${If} ${FileExists} "$INSTDIR\versions\${VERSION}\*.*"
    ClearErrors
    Rename "$INSTDIR\versions\${VERSION}" "$INSTDIR\versions\${VERSION}.old"
    ${If} ${Errors}
      RMDir /r "$INSTDIR\versions\${VERSION}.new"
      !insertmacro REFUSE "$(IN_USE)"
    ${EndIf}
  ${EndIf}
  Rename "$INSTDIR\versions\${VERSION}.new" "$INSTDIR\versions\${VERSION}"

  ; What was current stays for the way back; everything older goes.
  ClearErrors
  FileOpen $0 "$INSTDIR\current.txt" r
  ${IfNot} ${Errors}
    FileRead $0 $1
    FileClose $0
    ${If} $1 != "${VERSION}"
      FileOpen $0 "$INSTDIR\previous.txt" w
      FileWrite $0 "$1"
      FileClose $0
    ${EndIf}
  ${EndIf}
  FileOpen $0 "$INSTDIR\current.new" w
  FileWrite $0 "${VERSION}"
  FileClose $0
  File /oname=launcher.new "${LAUNCHER}\desk-app.exe"
  !insertmacro REPLACE "$INSTDIR\launcher.new" "$INSTDIR\desk-app.exe"
  Delete "$INSTDIR\launcher.new"  ; an open launcher of an older set-up stays as it is
  File /oname=launcher.new "${LAUNCHER}\desk-appw.exe"
  !insertmacro REPLACE "$INSTDIR\launcher.new" "$INSTDIR\desk-appw.exe"
  Delete "$INSTDIR\launcher.new"
  !insertmacro REPLACE "$INSTDIR\current.new" "$INSTDIR\current.txt"
  ${If} $9 = 0
    !insertmacro REFUSE "$(IN_USE)"
  ${EndIf}
  Call SweepOldVersions

  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateDirectory "$SMPROGRAMS\desk-app"
  CreateShortCut "$SMPROGRAMS\desk-app\Quầy Một cửa.lnk" "$INSTDIR\desk-appw.exe" "" "$INSTDIR\desk-appw.exe"
  CreateShortCut "$SMPROGRAMS\desk-app\Tập huấn.lnk" "$INSTDIR\desk-appw.exe" "demo" "$INSTDIR\desk-appw.exe"
  WriteRegStr SHCTX "Software\desk-app" "Folder" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayName" "Quầy Một cửa (desk-app)"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL}" "Publisher" "${MAINTAINER}"
  WriteRegStr SHCTX "${UNINSTALL}" "Contact" "${MAINTAINER}"
  WriteRegStr SHCTX "${UNINSTALL}" "DisplayIcon" "$INSTDIR\desk-appw.exe"
  WriteRegStr SHCTX "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
  WriteRegStr SHCTX "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S /$MultiUser.InstallMode'
  WriteRegDWORD SHCTX "${UNINSTALL}" "EstimatedSize" ${SIZE_KB}
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL}" "NoRepair" 1
  Call LayAnswers
SectionEnd

; Versions that are neither current nor the one before; what is still open goes at the next upgrade.
Function SweepOldVersions
  StrCpy $2 ""
  ClearErrors
  FileOpen $0 "$INSTDIR\previous.txt" r
  ${IfNot} ${Errors}
    FileRead $0 $2
    FileClose $0
  ${EndIf}
  FindFirst $3 $4 "$INSTDIR\versions\*.*"
  ${DoWhile} $4 != ""
    ${If} $4 != "."
    ${AndIf} $4 != ".."
    ${AndIf} $4 != "${VERSION}"
    ${AndIf} $4 != $2
    ${AndIf} ${FileExists} "$INSTDIR\versions\$4\desk-app.ico"
      RMDir /r "$INSTDIR\versions\$4"
    ${EndIf}
    FindNext $3 $4
  ${Loop}
  FindClose $3
FunctionEnd

Function LayAnswers
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/ANSWERS=" $1
  ${IfNot} ${Errors}
    ${If} $MultiUser.InstallMode == "AllUsers"
      StrCpy $2 "$PROGRAMFILES64"
    ${Else}
      StrCpy $2 "$LOCALAPPDATA"
    ${EndIf}
    CreateDirectory "$2\desk-app"
    CopyFiles /SILENT "$1" "$2\desk-app\policy.toml"
  ${EndIf}
FunctionEnd

; Folders under versions\ that this program did not lay down are left alone.
Function un.RemoveVersions
  FindFirst $3 $4 "$INSTDIR\versions\*.*"
  ${DoWhile} $4 != ""
    ${If} ${FileExists} "$INSTDIR\versions\$4\desk-app.ico"
      RMDir /r "$INSTDIR\versions\$4"
    ${EndIf}
    FindNext $3 $4
  ${Loop}
  FindClose $3
  RMDir "$INSTDIR\versions"
FunctionEnd

Section "Uninstall"
  Delete "$SMPROGRAMS\desk-app\Quầy Một cửa.lnk"
  Delete "$SMPROGRAMS\desk-app\Tập huấn.lnk"
  RMDir "$SMPROGRAMS\desk-app"
  ; Without this name nothing starts any more; then the files go.
  Delete "$INSTDIR\current.txt"
  Call un.RemoveVersions
  Delete "$INSTDIR\previous.txt"
  Delete "$INSTDIR\desk-app.exe"
  Delete "$INSTDIR\desk-appw.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  DeleteRegKey SHCTX "${UNINSTALL}"
  DeleteRegKey SHCTX "Software\desk-app"
SectionEnd
