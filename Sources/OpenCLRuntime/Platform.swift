import COpenCL

/// One installed OpenCL runtime.
package struct Platform {
    let handle: cl_platform_id

    private var query: InfoQuery {
        InfoQuery(routine: "clGetPlatformInfo") { [handle] in clGetPlatformInfo(handle, $0, $1, $2, $3) }
    }

    /// The installed runtimes; none installed is not an error.
    package static func all() throws(OpenCLError) -> [Platform] {
        var count: cl_uint = 0
        let code = clGetPlatformIDs(0, nil, &count)
        guard code != OpenCLStatus.platformNotFound else { return [] }
        try check(code, "clGetPlatformIDs")
        guard count > 0 else { return [] }
        var handles = [cl_platform_id?](repeating: nil, count: Int(count))
        try check(clGetPlatformIDs(count, &handles, nil), "clGetPlatformIDs")
        return handles.compactMap { $0.map(Platform.init(handle:)) }
    }

    /// The runtime's name, for example `Portable Computing Language`.
    package var name: String {
        get throws(OpenCLError) { try query.text(CL_PLATFORM_NAME) }
    }

    /// The devices of this runtime, of kinds this program knows.
    package func devices() throws(OpenCLError) -> [Device] {
        let kinds = cl_device_type(CL_DEVICE_TYPE_CPU | CL_DEVICE_TYPE_GPU)
        var count: cl_uint = 0
        let code = clGetDeviceIDs(handle, kinds, 0, nil, &count)
        guard code != CL_DEVICE_NOT_FOUND else { return [] }
        try check(code, "clGetDeviceIDs")
        var handles = [cl_device_id?](repeating: nil, count: Int(count))
        try check(clGetDeviceIDs(handle, kinds, count, &handles, nil), "clGetDeviceIDs")
        var devices: [Device] = []
        for handle in handles {
            guard let handle else { continue }
            devices.append(try Device(handle: handle, platform: name))
        }
        return devices
    }
}
