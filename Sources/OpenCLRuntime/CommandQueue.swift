import COpenCL

/// Work for a device, done in the order in which it is given.
package final class CommandQueue {
    private let handle: cl_command_queue
    private let context: Context

    /// An in-order queue of the device of `context`.
    package init(context: Context) throws(OpenCLError) {
        var code: cl_int = CL_SUCCESS
        guard let handle = clCreateCommandQueue(context.handle, context.device.handle, 0, &code) else {
            throw .call(routine: "clCreateCommandQueue", code: code)
        }
        self.handle = handle
        self.context = context
    }

    deinit {
        // Commands may still use memory the caller is about to free.
        clFinish(handle)
        clReleaseCommandQueue(handle)
    }

    /// Runs `kernel` over `columns` × `rows` × `layers` work-items, the first two rounded up to whole work-groups of `local`.
    ///
    /// The local size is always given: with none, PoCL compiles anew for each image size and may crash.
    package func run(
        _ kernel: Kernel,
        columns: Int,
        rows: Int,
        layers: Int = 1,
        local: (columns: Int, rows: Int),
        _ arguments: [KernelArgument]
    ) throws(OpenCLError) {
        guard columns > 0, rows > 0, layers > 0 else { return }
        try kernel.set(arguments)
        let groupSize = [local.columns, local.rows, 1]
        let range = [
            (columns + local.columns - 1) / local.columns * local.columns,
            (rows + local.rows - 1) / local.rows * local.rows,
            layers,
        ]
        let code = clEnqueueNDRangeKernel(handle, kernel.handle, 3, nil, range, groupSize, 0, nil, nil)
        try check(code, "clEnqueueNDRangeKernel(\(kernel.name))")
    }

    /// Copies `bytes` to `buffer`, from its byte `offset` on; returns when they have been read.
    package func write(
        _ bytes: UnsafeRawBufferPointer,
        to buffer: DeviceBuffer,
        at offset: Int = 0
    ) throws(OpenCLError) {
        precondition(offset + bytes.count <= buffer.byteCount)
        guard !bytes.isEmpty else { return }
        let code = clEnqueueWriteBuffer(
            handle,
            buffer.handle,
            cl_bool(CL_TRUE),
            offset,
            bytes.count,
            bytes.baseAddress,
            0,
            nil,
            nil
        )
        try check(code, "clEnqueueWriteBuffer")
    }

    /// Copies `count` values of `buffer`, from element `first` on, to `values` at `index`, after all work given before.
    package func read<Value: BitwiseCopyable>(
        _ buffer: DeviceBuffer,
        from first: Int = 0,
        into values: inout [Value],
        at index: Int,
        count: Int
    ) throws(OpenCLError) {
        let stride = MemoryLayout<Value>.stride
        precondition((first + count) * stride <= buffer.byteCount && index + count <= values.count)
        guard count > 0 else { return }
        let code = values.withUnsafeMutableBytes { bytes in
            clEnqueueReadBuffer(
                handle,
                buffer.handle,
                cl_bool(CL_TRUE),
                first * stride,
                count * stride,
                bytes.baseAddress.map { $0 + index * stride },
                0,
                nil,
                nil
            )
        }
        try check(code, "clEnqueueReadBuffer")
    }

    /// Brings the host's view of a shared buffer up to date, after all work given before.
    package func synchronize(_ buffer: DeviceBuffer) throws(OpenCLError) {
        var code: cl_int = CL_SUCCESS
        let flags = cl_map_flags(CL_MAP_READ)
        let mapped = clEnqueueMapBuffer(
            handle,
            buffer.handle,
            cl_bool(CL_TRUE),
            flags,
            0,
            buffer.byteCount,
            0,
            nil,
            nil,
            &code
        )
        try check(code, "clEnqueueMapBuffer")
        try check(clEnqueueUnmapMemObject(handle, buffer.handle, mapped, 0, nil, nil), "clEnqueueUnmapMemObject")
        try finish()
    }

    /// Waits until all work given so far is done.
    package func finish() throws(OpenCLError) {
        try check(clFinish(handle), "clFinish")
    }
}
