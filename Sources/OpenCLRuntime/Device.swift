import COpenCL
package import Devices

/// One OpenCL device, with what has been read of it.
///
/// Whole devices are not reference counted, so there is nothing to release.
package struct Device {
    let handle: cl_device_id
    /// What the device says of itself.
    package let description: DeviceDescription
    /// Whether division and square root can be built correctly rounded in float32.
    package let hasExactDivision: Bool
    /// Floats of a register.
    package let nativeFloats: Int
    /// The longest local size along the first dimension.
    package let maximumWorkGroup: Int
    /// Memory of a work-group, in bytes.
    package let localMemory: Int
    /// The largest buffer the device promises, in bytes.
    package let maximumAllocation: Int

    /// This device with no more than `threads` of its compute units, if it is a CPU that has more.
    ///
    /// The part is never given back: a process takes one, for as long as it lives.
    package func limited(toThreads threads: Int?) throws(OpenCLError) -> Device {
        guard let threads, description.kind == .cpu, threads < description.computeUnits else { return self }
        let properties = [
            cl_device_partition_property(CL_DEVICE_PARTITION_BY_COUNTS), cl_device_partition_property(max(1, threads)),
            cl_device_partition_property(CL_DEVICE_PARTITION_BY_COUNTS_LIST_END), 0,
        ]
        var part: cl_device_id?
        try check(clCreateSubDevices(handle, properties, 1, &part, nil), "clCreateSubDevices")
        guard let part else { throw .call(routine: "clCreateSubDevices", code: CL_DEVICE_PARTITION_FAILED) }
        return try Device(handle: part, platform: description.platform)
    }

    init(handle: cl_device_id, platform: String) throws(OpenCLError) {
        self.handle = handle
        let query = InfoQuery(routine: "clGetDeviceInfo") { clGetDeviceInfo(handle, $0, $1, $2, $3) }
        let type = try query.number(CL_DEVICE_TYPE, as: cl_device_type.self)
        let floats = try query.number(CL_DEVICE_SINGLE_FP_CONFIG, as: cl_device_fp_config.self)
        hasExactDivision = floats & cl_device_fp_config(CL_FP_CORRECTLY_ROUNDED_DIVIDE_SQRT) != 0
        nativeFloats = Int(try query.number(CL_DEVICE_NATIVE_VECTOR_WIDTH_FLOAT, as: cl_uint.self))
        maximumWorkGroup = try query.number(CL_DEVICE_MAX_WORK_GROUP_SIZE, as: Int.self)
        localMemory = Int(clamping: try query.number(CL_DEVICE_LOCAL_MEM_SIZE, as: cl_ulong.self))
        maximumAllocation = Int(clamping: try query.number(CL_DEVICE_MAX_MEM_ALLOC_SIZE, as: cl_ulong.self))
        description = DeviceDescription(
            name: try query.text(CL_DEVICE_NAME),
            kind: type & cl_device_type(CL_DEVICE_TYPE_GPU) != 0 ? .gpu : .cpu,
            platform: platform,
            version: try query.text(CL_DEVICE_VERSION),
            driver: try query.text(CL_DRIVER_VERSION),
            computeUnits: Int(try query.number(CL_DEVICE_MAX_COMPUTE_UNITS, as: cl_uint.self)),
            globalMemoryBytes: Int(clamping: try query.number(CL_DEVICE_GLOBAL_MEM_SIZE, as: cl_ulong.self)),
            problem: try Self.problem(query, floats: floats)
        )
    }

    /// The first thing that speaks against a device, of those that can be known without compiling.
    private static func problem(_ query: InfoQuery, floats: cl_device_fp_config) throws(OpenCLError) -> String? {
        if try query.number(CL_DEVICE_AVAILABLE, as: cl_bool.self) == 0 { return "its driver says it is not available" }
        if try query.number(CL_DEVICE_COMPILER_AVAILABLE, as: cl_bool.self) == 0 { return "it has no compiler" }
        if try query.number(CL_DEVICE_ENDIAN_LITTLE, as: cl_bool.self) == 0 { return "it is big-endian" }
        // A device without fp64 reports no double capability at all; some old drivers refuse the question.
        let doubles = try? query.number(CL_DEVICE_DOUBLE_FP_CONFIG, as: cl_device_fp_config.self)
        if (doubles ?? 0) == 0 { return "it has no double precision (fp64), which exact results need" }
        if floats & cl_device_fp_config(CL_FP_DENORM) == 0 { return "it flushes denormal float32 numbers to zero" }
        return nil
    }
}
