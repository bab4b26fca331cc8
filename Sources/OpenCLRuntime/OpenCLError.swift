import COpenCL

/// What can go wrong between this process and an OpenCL runtime.
package enum OpenCLError: Error, Sendable, Equatable, CustomStringConvertible {
    /// An OpenCL routine returned an error code.
    case call(routine: String, code: Int32)
    /// The kernels do not compile on a device; `log` is the compiler's own text.
    case buildFailed(device: String, log: String)
    /// A device computes something else than the host; the text says what.
    case wrongResult(String)
    /// No device can be used; the text says why.
    case noUsableDevice(String)

    /// Whether the device had too little memory for what was asked.
    package var isOutOfMemory: Bool {
        guard case .call(_, let code) = self else { return false }
        return [CL_MEM_OBJECT_ALLOCATION_FAILURE, CL_OUT_OF_RESOURCES, CL_OUT_OF_HOST_MEMORY, CL_INVALID_BUFFER_SIZE]
            .contains(code)
    }

    /// What failed, where, and what can be done.
    package var description: String {
        switch self {
        case .call(let routine, let code):
            let remedy = isOutOfMemory ? "; the device is out of memory: close other programs that use it" : ""
            return "\(routine) failed: \(OpenCLStatus.name(of: code)) (\(code))\(remedy)"
        case .buildFailed(let device, let log):
            return """
                clBuildProgram failed on \(device); choose another device, or update its driver. The compiler said:
                \(log.isEmpty ? "(nothing)" : log)
                """
        case .wrongResult(let difference):
            return "its self-test failed: \(difference); update its driver or choose another device"
        case .noUsableDevice(let reason):
            return "no OpenCL device can be used: \(reason); install an OpenCL runtime, for example pocl-opencl-icd"
        }
    }
}

/// Throws what `code` means when it is not success.
func check(_ code: cl_int, _ routine: String) throws(OpenCLError) {
    guard code == CL_SUCCESS else { throw .call(routine: routine, code: code) }
}
