import COpenCL

/// An OpenCL context of one device, to which buffers and programs belong.
package final class Context {
    let handle: cl_context
    /// The one device of this context.
    package let device: Device

    /// A context of `device`.
    package init(device: Device) throws(OpenCLError) {
        var code: cl_int = CL_SUCCESS
        var identifier: cl_device_id? = device.handle
        guard let handle = clCreateContext(nil, 1, &identifier, nil, nil, &code) else {
            throw .call(routine: "clCreateContext", code: code)
        }
        self.handle = handle
        self.device = device
    }

    deinit {
        clReleaseContext(handle)
    }
}
