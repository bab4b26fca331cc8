import Glibc
nonisolated(unsafe) var debugFile = open("/tmp/h/watch/debug.\(getpid()).log", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
func debugLog(_ s: String) { var t = s + "\n"; t.withUTF8 { _ = write(debugFile, $0.baseAddress, $0.count) } }
