#!/usr/bin/env bash
# Takes out of the Windows wheels what the desk never loads.   usage: prune.sh SITE
set -euo pipefail
site=${1:?usage: prune.sh SITE}
rm -rf "$site/bin"
# The desk draws with widgets: Qt's declarative half, its designers and its software OpenGL stay out.
qt=$site/PySide6
rm -rf "$qt"/qml "$qt"/resources "$qt"/typesystems "$qt"/include "$qt"/glue "$qt"/doc
rm -f "$qt"/*.exe "$qt"/*.pyi "$qt"/*.lib "$qt"/opengl32sw.dll
rm -f "$qt"/Qt6{Qml,Quick,Labs,Designer,Lottie,Help,ShaderTools,3D,UiTools}*.dll "$qt"/Qt{Qml,Quick,Designer,UiTools,Help}*.pyd
rm -rf "$qt"/plugins/{qmltooling,qmllint,qmlls,designer,sqldrivers,help}
# Pages are pictures, never films.
rm -f "$site"/cv2/opencv_videoio_ffmpeg*.dll
find "$site" -type d \( -name tests -o -name test \) -path '*/numpy/*' -prune -exec rm -rf {} +
find "$site" -name '__pycache__' -type d -prune -exec rm -rf {} +
