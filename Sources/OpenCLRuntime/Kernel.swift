import COpenCL

/// One argument of a kernel, in the types the project's kernels take.
package enum KernelArgument {
    case buffer(DeviceBuffer)
    case int(Int)
    case long(Int)
    case float(Float)
    /// Memory of a work-group, in bytes.
    case local(Int)
}

/// A function of a program that can be run over a range.
package final class Kernel {
    let handle: cl_kernel
    /// The kernel's name in its source.
    package let name: String

    init(owning handle: cl_kernel, name: String) {
        self.handle = handle
        self.name = name
    }

    deinit {
        clReleaseKernel(handle)
    }

    /// Sets all arguments, first to last; `int` is the kernel's 32-bit `int`, `long` its 64-bit one.
    func set(_ arguments: [KernelArgument]) throws(OpenCLError) {
        for (index, argument) in arguments.enumerated() {
            let code =
                switch argument {
                case .buffer(let buffer): set(index, Optional(buffer.handle))
                case .int(let value): set(index, Int32(value))
                case .long(let value): set(index, Int64(value))
                case .float(let value): set(index, value)
                case .local(let bytes): clSetKernelArg(handle, cl_uint(index), bytes, nil)
                }
            try check(code, "clSetKernelArg(\(name), \(index))")
        }
    }

    private func set<Value>(_ index: Int, _ value: Value) -> cl_int {
        withUnsafePointer(to: value) { clSetKernelArg(handle, cl_uint(index), MemoryLayout<Value>.size, $0) }
    }
}
