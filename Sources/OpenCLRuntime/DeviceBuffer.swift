import COpenCL

/// Memory that kernels read and write.
package final class DeviceBuffer {
    let handle: cl_mem
    /// Size in bytes.
    package let byteCount: Int

    /// Uninitialised device memory of `byteCount` bytes, at least one.
    package init(context: Context, byteCount: Int) throws(OpenCLError) {
        self.byteCount = max(byteCount, 1)
        handle = try Self.create(context, cl_mem_flags(CL_MEM_READ_WRITE), self.byteCount, nil)
    }

    /// Device memory filled with the bytes of `values`.
    package init<Value: BitwiseCopyable>(context: Context, copying values: [Value]) throws(OpenCLError) {
        // OpenCL has no empty buffers, and a kernel argument must be one.
        byteCount = max(values.count * MemoryLayout<Value>.stride, 1)
        guard !values.isEmpty else {
            handle = try Self.create(context, cl_mem_flags(CL_MEM_READ_WRITE), 1, nil)
            return
        }
        let flags = cl_mem_flags(CL_MEM_READ_WRITE | CL_MEM_COPY_HOST_PTR)
        // `withUnsafeBytes` of an array does not pass on typed errors.
        handle = try values.withUnsafeBytes { bytes in
            Result { () throws(OpenCLError) in
                try Self.create(context, flags, bytes.count, UnsafeMutableRawPointer(mutating: bytes.baseAddress))
            }
        }.get()
    }

    /// The host memory `bytes` itself where the device shares memory with the host, else a copy that
    /// `CommandQueue.synchronize` brings back.
    ///
    /// - Precondition: `bytes` is not empty and outlives the buffer and every command that uses it.
    package init(context: Context, sharing bytes: UnsafeMutableRawBufferPointer) throws(OpenCLError) {
        precondition(!bytes.isEmpty)
        byteCount = bytes.count
        handle = try Self.create(
            context,
            cl_mem_flags(CL_MEM_READ_WRITE | CL_MEM_USE_HOST_PTR),
            bytes.count,
            bytes.baseAddress
        )
    }

    deinit {
        clReleaseMemObject(handle)
    }

    private static func create(
        _ context: Context,
        _ flags: cl_mem_flags,
        _ byteCount: Int,
        _ host: UnsafeMutableRawPointer?
    ) throws(OpenCLError) -> cl_mem {
        var code: cl_int = CL_SUCCESS
        guard let handle = clCreateBuffer(context.handle, flags, byteCount, host, &code) else {
            throw .call(routine: "clCreateBuffer", code: code)
        }
        return handle
    }
}
