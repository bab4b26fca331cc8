import COpenCL

/// An OpenCL context of one device, to which buffers and programs belong.
package final class Context {
    let handle: cl_context
    /// The one device of this context.
    package let device: Device
    /// The most bytes that buffers may take together; a test sets less than the device has.
    package let memoryLimit: Int
    /// Bytes of the buffers that exist; those that are the host's own memory do not count.
    package private(set) var bufferBytes = 0
    /// The most bytes that existed at once since the last `forgetPeak`.
    package private(set) var peakBufferBytes = 0

    /// A context of `device`.
    package init(device: Device, memoryLimit: Int? = nil) throws(OpenCLError) {
        var code: cl_int = CL_SUCCESS
        var identifier: cl_device_id? = device.handle
        guard let handle = clCreateContext(nil, 1, &identifier, nil, nil, &code) else {
            throw .call(routine: "clCreateContext", code: code)
        }
        self.handle = handle
        self.device = device
        self.memoryLimit = memoryLimit ?? .max
    }

    deinit {
        clReleaseContext(handle)
    }

    /// Begins to look for the peak anew.
    package func forgetPeak() {
        peakBufferBytes = bufferBytes
    }

    /// Counts a new buffer of `byteCount` bytes.
    ///
    /// - Throws: what a device throws that is out of memory, beyond the limit.
    func reserve(_ byteCount: Int) throws(OpenCLError) {
        guard bufferBytes <= memoryLimit - byteCount else {
            throw .call(routine: "clCreateBuffer", code: CL_MEM_OBJECT_ALLOCATION_FAILURE)
        }
        bufferBytes += byteCount
        peakBufferBytes = max(peakBufferBytes, bufferBytes)
    }

    /// Counts a buffer that is gone.
    func release(_ byteCount: Int) {
        bufferBytes -= byteCount
    }
}
