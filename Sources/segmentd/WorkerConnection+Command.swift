import Devices
import Settings
import SystemPackage
import WorkerClient
import WorkerProtocol

extension WorkerConnection {
    /// A worker for a command that computes, and refuses images beyond `limits`.
    init(device: DeviceSelection? = nil, directories: ServiceDirectories, limits: ImageLimits = ImageLimits()) {
        // What is compiled now need not be compiled by the next command. One that cannot be made is said by the worker.
        try? ServiceDirectories.create(directories.kernelCache)
        self.init(device: device, kernelCache: directories.kernelCache, limits: limits)
    }

    /// A worker for a command that only has files looked into, and refuses images beyond `limits`.
    static func forReading(_ limits: ImageLimits = ImageLimits()) -> WorkerConnection {
        let kernels = (try? ServiceDirectories())?.kernelCache ?? "/nonexistent"
        return WorkerConnection(device: nil, kernelCache: kernels, limits: limits)
    }
}

extension ServiceDirectories {
    /// Where OpenCL runtimes keep their compiled kernels.
    var kernelCache: FilePath { cache.appending("kernels") }
}

extension WorkerError {
    /// What `bench` says: the reason of a refusal without more words.
    var failure: Failure {
        if case .refused(let failure) = self { return failure }
        return Failure(
            kind: "worker_lost",
            message: "\(self)",
            remedy: "run `segmentd devices`, or measure the host with --device host"
        )
    }
}
