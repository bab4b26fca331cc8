import COpenCL

/// Memory that kernels read and write.
package final class DeviceBuffer {
    let handle: cl_mem
    /// Size in bytes.
    package let byteCount: Int
    private let context: Context
    private let countedBytes: Int

    /// Uninitialised device memory of `byteCount` bytes, at least one.
    package convenience init(context: Context, byteCount: Int) throws(OpenCLError) {
        try self.init(context, cl_mem_flags(CL_MEM_READ_WRITE), byteCount: max(byteCount, 1), host: nil)
    }

    /// Device memory filled with the bytes of `values`.
    package convenience init<Value: BitwiseCopyable>(context: Context, copying values: [Value]) throws(OpenCLError) {
        // OpenCL has no empty buffers, and a kernel argument must be one.
        guard !values.isEmpty else {
            try self.init(context: context, byteCount: 1)
            return
        }
        var values = values
        let byteCount = values.count * MemoryLayout<Value>.stride
        // A pointer to the array would need a closure, and closures do not pass on typed errors.
        try self.init(
            context,
            cl_mem_flags(CL_MEM_READ_WRITE | CL_MEM_COPY_HOST_PTR),
            byteCount: byteCount,
            host: &values
        )
    }

    /// The host memory `bytes` itself where the device shares memory with the host, else a copy that
    /// `CommandQueue.synchronize` brings back.
    ///
    /// - Precondition: `bytes` is not empty and outlives the buffer and every command that uses it.
    package convenience init(context: Context, sharing bytes: UnsafeMutableRawBufferPointer) throws(OpenCLError) {
        precondition(!bytes.isEmpty)
        let flags = cl_mem_flags(CL_MEM_READ_WRITE | CL_MEM_USE_HOST_PTR)
        try self.init(context, flags, byteCount: bytes.count, host: bytes.baseAddress, isCounted: false)
    }

    private init(
        _ context: Context,
        _ flags: cl_mem_flags,
        byteCount: Int,
        host: UnsafeMutableRawPointer?,
        isCounted: Bool = true
    ) throws(OpenCLError) {
        try context.reserve(isCounted ? byteCount : 0)
        var code: cl_int = CL_SUCCESS
        guard let handle = clCreateBuffer(context.handle, flags, byteCount, host, &code) else {
            context.release(isCounted ? byteCount : 0)
            throw .call(routine: "clCreateBuffer", code: code)
        }
        self.handle = handle
        self.context = context
        self.byteCount = byteCount
        countedBytes = isCounted ? byteCount : 0
    }

    deinit {
        clReleaseMemObject(handle)
        context.release(countedBytes)
    }
}
