@echo off
rem Patina's launcher for Windows: finds Java 17 or newer, builds on first use, then runs.
rem
rem   PATINA_JAVA_OPTS   more options for the Java virtual machine
rem   --memory 4g        the heap; by default a quarter of the machine's memory, at least 512 MB and at most 4 GB
setlocal EnableExtensions DisableDelayedExpansion
set "home=%~dp0"
if "%home:~-1%"=="\" set "home=%home:~0,-1%"
set "target=%home%\app\target"
set "place=%target%\patina"
set "lib=%place%\lib"
set "stamp=%place%\built"

rem What is asked of the launcher itself.
set "heap="
set "quiet="
set "gui="
set "previous="
call :arguments %*

rem Java.
if defined JAVA_HOME (
    set "jdk=%JAVA_HOME%"
    set "java=%JAVA_HOME%\bin\java.exe"
) else (
    set "jdk="
    for %%J in (java.exe) do set "java=%%~$PATH:J"
)
if not defined java (
    echo Patina needs Java 17 or newer, and there is no 'java' on the PATH. Install a JDK or set JAVA_HOME. 1>&2
    exit /b 1
)
if not exist "%java%" (
    echo JAVA_HOME is '%JAVA_HOME%', but there is no bin\java.exe in it. Point it at a JDK 17 or newer, or unset it. 1>&2
    exit /b 1
)
set "version="
for /f "tokens=2 delims==" %%V in ('cmd /c ""%java%" -XshowSettings:properties -version 2^>^&1" ^| findstr /c:"java.specification.version ="') do set "version=%%V"
for /f "tokens=1 delims=. " %%V in ("%version%") do set "major=%%V"
if not defined major set "major=0"
if %major% LSS 17 (
    echo Patina needs Java 17 or newer; '%java%' is version%version%. Install a newer JDK or set JAVA_HOME to one. 1>&2
    exit /b 1
)
if not defined jdk (
    for /f "tokens=1,* delims==" %%A in ('cmd /c ""%java%" -XshowSettings:properties -version 2^>^&1" ^| findstr /c:"java.home ="') do for /f "tokens=*" %%H in ("%%B") do set "jdk=%%H"
)

rem Whether the program is missing or older than its sources.
powershell -NoProfile -ExecutionPolicy Bypass -Command ^
    "$built = Get-Item -ErrorAction SilentlyContinue $env:stamp, ($env:lib + '\patina-app-*.jar') | Sort-Object LastWriteTimeUtc | Select-Object -Last 1;" ^
    "if (-not $built -or -not (Test-Path ($env:lib + '\patina-app-*.jar'))) { exit 1 };" ^
    "$sources = @(Get-Item ($env:home + '\pom.xml'), ($env:home + '\*\pom.xml')) + @(Get-ChildItem -Recurse ($env:home + '\*\src\main'));" ^
    "if ($sources | Where-Object { $_.LastWriteTimeUtc -gt $built.LastWriteTimeUtc } | Select-Object -First 1) { exit 1 }"
if errorlevel 1 call :build
if errorlevel 1 exit /b 1

rem A quarter of the machine's memory, at least 512 MB, at most 4 GB.
if not defined heap (
    for /f %%M in ('powershell -NoProfile -Command "[int][Math]::Max(512, [Math]::Min(4096, (Get-CimInstance Win32_ComputerSystem).TotalPhysicalMemory / 4MB))"') do set "heap=%%Mm"
)
if not defined heap set "heap=2g"

set "headless=-Djava.awt.headless=true"
if defined gui set "headless="
"%java%" "-Xmx%heap%" -Xss2m -XX:+UseParallelGC -XX:Tier3BackEdgeThreshold=5000 -XX:Tier4InvocationThreshold=100000 -XX:Tier4MinInvocationThreshold=20000 -XX:Tier4CompileThreshold=300000 -XX:Tier4BackEdgeThreshold=800000 --enable-native-access=ALL-UNNAMED -Djdk.nio.maxCachedBufferSize=1048576 %headless% %PATINA_JAVA_OPTS% -cp "%lib%\*" patina.app.Main %*
exit /b %errorlevel%

:arguments
if "%~1"=="" exit /b 0
if "%previous%"=="--memory" set "heap=%~1"
if "%~1"=="--quiet" set "quiet=yes"
if "%~1"=="-q" set "quiet=yes"
if "%~1"=="gui" set "gui=yes"
if "%~1"=="--gui" set "gui=yes"
set "previous=%~1"
shift
goto arguments

:build
set "log=%target%\build.log"
where mvn >nul 2>nul
if errorlevel 1 (
    echo Patina builds itself on first use and needs Maven for that, but there is no 'mvn' on the PATH. Install it from https://maven.apache.org. 1>&2
    exit /b 1
)
if not exist "%jdk%\bin\javac.exe" (
    echo Patina builds itself on first use and needs a JDK for that, but '%jdk%' has no compiler. Install a JDK 17 or newer or set JAVA_HOME to one. 1>&2
    exit /b 1
)
if not exist "%target%" mkdir "%target%"
rem One build at a time: a folder can be made only once.
set "waited="
:lock
mkdir "%target%\building" 2>nul
if not errorlevel 1 goto locked
if not defined waited if not defined quiet echo Another start of Patina is building it; waiting for that ... If none is, remove '%target%\building'. 1>&2
set "waited=yes"
ping -n 2 127.0.0.1 >nul
if exist "%target%\building" goto lock
if exist "%stamp%" exit /b 0
goto lock
:locked
if not defined quiet echo Building Patina (first use, some minutes) ... 1>&2
if exist "%place%" rmdir /s /q "%place%"
mkdir "%place%"
type nul > "%place%\begun"
set "JAVA_HOME=%jdk%"
pushd "%home%"
call mvn -B -ntp -Pquick package > "%log%" 2>&1 < nul
set "code=%errorlevel%"
popd
if "%code%"=="0" (
    move /y "%place%\begun" "%stamp%" >nul
) else (
    rmdir /s /q "%place%"
    echo Patina could not be built; the whole log is in '%log%'. A first build needs the network, to fetch libraries from Maven Central. 1>&2
)
rmdir "%target%\building"
exit /b %code%
