import COpenCL
import Devices

/// The project's kernels, built for one device.
package final class Program {
    private let handle: cl_program

    /// Compiles `source` for the device of `context`.
    ///
    /// On PoCL this makes the intermediate form only; machine code is made when a kernel first runs.
    package init(context: Context, source: String, options: String) throws(OpenCLError) {
        var code: cl_int = CL_SUCCESS
        var text = source
        let created: cl_program? = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                var start = characters.baseAddress
                var length = characters.count
                return clCreateProgramWithSource(context.handle, 1, &start, &length, &code)
            }
        }
        guard let created else { throw .call(routine: "clCreateProgramWithSource", code: code) }
        handle = created
        let device = context.device
        var identifier: cl_device_id? = device.handle
        let built = clBuildProgram(created, 1, &identifier, options, nil, nil)
        guard built != CL_SUCCESS else { return }
        guard built == CL_BUILD_PROGRAM_FAILURE else { throw .call(routine: "clBuildProgram", code: built) }
        let query = InfoQuery(routine: "clGetProgramBuildInfo") {
            clGetProgramBuildInfo(created, device.handle, $0, $1, $2, $3)
        }
        throw .buildFailed(device: device.description.name, log: (try? query.text(CL_PROGRAM_BUILD_LOG)) ?? "")
    }

    deinit {
        clReleaseProgram(handle)
    }

    /// The kernel called `name`.
    package func kernel(_ name: String) throws(OpenCLError) -> Kernel {
        var code: cl_int = CL_SUCCESS
        guard let kernel = clCreateKernel(handle, name, &code) else {
            throw .call(routine: "clCreateKernel(\(name))", code: code)
        }
        return Kernel(owning: kernel, name: name)
    }
}
