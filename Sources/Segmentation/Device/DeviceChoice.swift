import Devices
import OpenCLRuntime

/// The first device of those that may be used that passes its self-test.
struct DeviceChoice {
    /// Why a device is not used.
    struct Failure: Error {
        let reason: String
    }

    let device: DeviceSegmentation?
    /// Why this one, in words.
    let reason: String
    /// One line for each device passed over, and for a selection that could not be met.
    let warnings: [String]
    /// Whether kernels that may have come from a cache failed, or gave wrong results.
    let kernelsFailed: Bool
    /// How many devices of this kind may be used; nil without a device.
    let peerCount: Int?

    /// Tries the devices that match `selection`, then other CPUs, but none of `failed`.
    init(_ selection: DeviceSelection?, without failed: Set<DeviceDescription> = [], options: EngineOptions) {
        var warnings: [String] = []
        var kernelsFailed = false
        var devices: [Device] = []
        do {
            devices = try OpenCLDevices.all()
        } catch {
            warnings.append("the OpenCL devices cannot be listed: \(error)")
        }
        for device in devices {
            guard let problem = device.description.problem else { continue }
            warnings.append("\(device.description.name) is not used: \(problem)")
        }
        let candidates = OpenCLDevices.candidates(for: selection, among: devices)
        for candidate in candidates {
            let name = candidate.device.description.name
            guard !failed.contains(where: { candidate.device.description.isSame(as: $0) }) else { continue }
            let device: Device
            do {
                device = try candidate.device.limited(toThreads: selection?.threads)
            } catch {
                device = candidate.device
                warnings.append("\(name) uses all its threads: it cannot be limited (\(error))")
            }
            switch Self.tested(device, options) {
            case .success(let device):
                if candidate.isFallback { warnings.append("\(name) is used instead: \(candidate.reason)") }
                self.device = device
                self.reason = candidate.reason
                self.warnings = warnings
                self.kernelsFailed = kernelsFailed
                let kind = candidate.device.description.kind
                peerCount = candidates.count { $0.device.description.kind == kind && !$0.isFallback }
                return
            case .failure(let failure):
                kernelsFailed = kernelsFailed || device.description.keepsKernels
                warnings.append("\(name) is not used: \(failure.reason)")
            }
        }
        (device, peerCount) = (nil, nil)
        reason = devices.isEmpty ? "no OpenCL runtime with a device is installed" : "no OpenCL device is usable"
        self.warnings = warnings
        self.kernelsFailed = kernelsFailed
    }

    /// `device` with its kernels built, if it computes what the host computes.
    static func tested(_ device: Device, _ options: EngineOptions) -> Result<DeviceSegmentation, Failure> {
        do {
            let segmentation = try DeviceSegmentation(device: device, options: options)
            if let problem = try SelfTest.problem(of: segmentation) {
                return .failure(Failure(reason: "its self-test failed: \(problem)"))
            }
            return .success(segmentation)
        } catch {
            return .failure(Failure(reason: "\(error)"))
        }
    }
}
