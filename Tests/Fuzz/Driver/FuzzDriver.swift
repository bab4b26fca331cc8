import CFuzzer
import Glibc

/// Hands a target's work to libFuzzer.
package enum FuzzDriver {
    /// Runs `body` on what libFuzzer makes, as the arguments of the program say; returns its exit status.
    package static func run(_ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt) -> CInt {
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
        return LLVMFuzzerRunDriver(&count, &arguments, body)
    }
}
