package import Classifiers
package import Devices
package import Features
package import Forests
package import Imaging
package import OpenCLRuntime

/// Segments images on the best device that passes its self-test, or with the host's own arithmetic.
///
/// One per process, used from one thread: OpenCL's objects are not shared. Results are the same on every device.
package final class SegmentationEngine {
    /// The device's name; `host` without one.
    package private(set) var deviceName: String
    /// `gpu`, `cpu`, or `host`.
    package private(set) var deviceKind: String
    /// Why this device was chosen, in words.
    package let reason: String
    /// What the user should know: devices that were wanted and are not used, failures on the way.
    package private(set) var warnings: [String]
    /// Whether kernels that may have come from a cache failed when the device was chosen.
    package private(set) var kernelsFailed = false
    /// How many devices of the kind chosen could have been; nil without a choice.
    package private(set) var peerCount: Int?
    /// Whether a device that fails at work gives way to the next one, and to the host; otherwise the failure is thrown.
    package var givesWay = true
    /// Whether the host computes the image in work.
    package private(set) var isOnHost = false
    private let options: EngineOptions
    private let selection: DeviceSelection?
    private var device: DeviceSegmentation?
    /// Devices that failed at work.
    private var failedDevices: Set<DeviceDescription> = []
    private let allowsHost: Bool

    /// Chooses a device, compiles the kernels for it and tests it.
    ///
    /// - Parameter notes: what the user should know of how it came to this; the first of the warnings.
    /// - Throws: `SegmentationError.noDevice` if none passes and `allowHost` is false.
    package init(
        selection: DeviceSelection?,
        allowHost: Bool = true,
        notes: [String] = [],
        options: EngineOptions = EngineOptions()
    ) throws(SegmentationError) {
        let choice = DeviceChoice(selection, options: options)
        self.options = options
        self.selection = selection
        allowsHost = allowHost
        warnings = notes + choice.warnings
        device = choice.device
        reason = choice.reason
        kernelsFailed = choice.kernelsFailed
        peerCount = choice.peerCount
        if let device = choice.device {
            deviceName = device.device.description.name
            deviceKind = device.device.description.kind.rawValue
        } else {
            guard allowHost else { throw .noDevice(reasons: choice.warnings) }
            deviceName = "host"
            deviceKind = "host"
            warnings.append("no OpenCL device is used; the host's own arithmetic gives the same results, slowly")
        }
    }

    /// An engine without a device: the reference of all others.
    package init(host options: EngineOptions = EngineOptions(), notes: [String] = []) {
        (deviceName, deviceKind, reason) = ("host", "host", "the host was asked for")
        self.options = options
        selection = nil
        allowsHost = true
        warnings = notes
    }

    /// Segments one image given as one plane or volume per channel, all of `size`; `progress` is called after each strip.
    package func segment(
        channels: [PixelValues],
        size: ImageSize,
        classifier: Classifier,
        request: SegmentationRequest,
        progress: () -> Void
    ) throws(SegmentationError) -> SegmentationResult {
        try check(channels, size: size, classifier)
        let task = try SegmentationTask(request, for: classifier)
        guard !classifier.earlierStages.isEmpty else { return try run(task, on: channels, size: size, progress) }
        var notes: [String] = []
        let all = try lastStageChannels(
            of: channels,
            size: size,
            classifier: classifier,
            maximum: request.stageMaximum,
            notes: &notes,
            progress: progress
        )
        var result = try run(task, on: all, size: size, given: Given(maximum: request.stageMaximum), progress)
        result.notes = notes + result.notes.filter { !notes.contains($0) }
        return result
    }

    /// Refuses channels that are not those of an image for `classifier`.
    func check(_ channels: [PixelValues], size: ImageSize, _ classifier: Classifier) throws(SegmentationError) {
        guard size.pixelCount > 0 else { throw .emptyImage }
        guard channels.count == classifier.channelCount else {
            throw .channelCount(image: channels.count, classifier: classifier.channelCount)
        }
        for (index, channel) in channels.enumerated() where channel.count != size.pixelCount {
            throw .pixelCount(channel: index, pixels: channel.count, expected: size.pixelCount)
        }
    }

    /// What a stage is given besides the channels of the image: probabilities, of which 1 is `maximum`.
    struct Given {
        let maximum: Float?
    }

    /// Does `task`, which is one stage, on the channels that it takes.
    ///
    /// - Parameter given: nil for the first stage, from which on what stages take is measured anew.
    func run(
        _ task: SegmentationTask,
        on channels: [PixelValues],
        size: ImageSize,
        given: Given? = nil,
        _ progress: () -> Void
    ) throws(SegmentationError) -> SegmentationResult {
        isOnHost = false
        func host() -> SegmentationResult {
            isOnHost = true
            // The host is slow: `isOnHost` is reported before it starts.
            progress()
            return HostSegmentation.segment(channels, size: size, task: task, options: options, progress: progress)
        }
        let classifier = task.classifier
        if device != nil, let reason = Self.reasonForHost(classifier.plan, channels, classifier.forest) {
            var result = host()
            let isLarge = given?.maximum ?? 0 > PixelValues.mostOrdinary
            result.notes.append(
                isLarge
                    ? "the host computed the stages behind the first: as 64-bit pixels, probabilities are too large for devices"
                    : "the host computed this image: \(reason)"
            )
            return result
        }
        return try onDevice { device throws(OpenCLError) in
            try device.prove(task, size: size, types: Set(channels.map(\.pixelType)))
            return try device.segment(channels, size: size, task: task, measuresAnew: given == nil, progress: progress)
        } else: { shortage in
            var result = host()
            result.notes += shortage
            return result
        }
    }

    /// Why the host computes the features of `plan` of such pixels, in words; nil where a device gives the same.
    ///
    /// - Parameter forest: what decides by them, if anything.
    package static func reasonForHost(
        _ plan: FeaturePlan,
        _ channels: [PixelValues],
        _ forest: RandomForest? = nil
    ) -> String? {
        if plan.isLeftToHost {
            return
                "a feature of the classifier looks at the whole image at once, or ranks values that may be no numbers"
        }
        // A NaN in any feature decides there, and not in the one that a split asks for.
        if forest?.isAveraged ?? false, channels.contains(where: \.mayOverflow) {
            return "it holds NaN, infinities or numbers of extreme size, from which averaged forests tell nothing"
        }
        guard plan.needsOrdinaryPixels, channels.contains(where: \.haveSpecialValues) else { return nil }
        return
            "it holds NaN, infinities, -0, or numbers of extreme size, and the classifier has extrema or medians, which "
            + "depend on their order"
    }

    /// Copies the forests of `classifier` to the device, so that the first image does not wait for them.
    package func prepare(_ classifier: Classifier, wantsVotes: Bool) throws(SegmentationError) {
        _ = try onDevice { device throws(OpenCLError) in
            for stage in classifier.earlierStages { try device.prepare(stage.forest, wantsVotes: true) }
            try device.prepare(classifier.forest, wantsVotes: wantsVotes)
        } else: { _ in
        }
    }

    /// The label image of `mask`, in APOC's numbering.
    package func labels(of mask: Mask) throws(SegmentationError) -> LabelImage {
        guard mask.size.pixelCount > 0 else { throw .emptyImage }
        return try onDevice { device throws(OpenCLError) in
            try device.labels(of: mask)
        } else: { _ in
            HostLabelling.label(mask)
        }
    }

    /// Every feature of `plan` of one plane or volume, in the order of the plan's outputs; `progress` is called after each
    /// strip, or each step of the host.
    package func features(
        of plane: PixelValues,
        size: ImageSize,
        plan: FeaturePlan,
        progress: () -> Void = {}
    ) throws(SegmentationError) -> [[Float]] {
        guard size.pixelCount > 0 else { throw .emptyImage }
        guard plane.count == size.pixelCount else {
            throw .pixelCount(channel: 0, pixels: plane.count, expected: size.pixelCount)
        }
        func host() -> [[Float]] { HostFeatures.evaluate(plan, plane: plane.floats, size: size, progress: progress) }
        guard Self.reasonForHost(plan, [plane]) == nil else { return host() }
        return try onDevice { device throws(OpenCLError) in
            try device.proveFeatures(of: plan, size: size, types: [plane.pixelType])
            return try device.features(of: plane, size: size, plan: plan, progress: progress)
        } else: { _ in
            host()
        }
    }

    /// Whether the device is waited for after each stage, so that its time is known; costs time itself.
    package var measuresStages: Bool {
        get { device?.kernels.profiler != nil }
        set {
            guard let kernels = device?.kernels, newValue != measuresStages else { return }
            kernels.profiler = newValue ? StageProfiler(queue: kernels.queue) : nil
        }
    }

    /// The device in use, for a test of all its kernels.
    var testedDevice: DeviceSegmentation? { device }

    /// What the stages of the last segmentation took; empty unless they were measured.
    package var stageTimes: [StageTime] { device?.kernels.profiler?.stages ?? [] }

    /// The largest amount of device memory that the last segmentation used besides its input and outputs, in bytes.
    package var bufferBytes: Int { device?.kernels.context.peakBufferBytes ?? 0 }

    /// Every device of this computer after its self-test: `problem` says why one is not used.
    package static func survey(options: EngineOptions = EngineOptions()) throws(OpenCLError) -> [DeviceDescription] {
        var descriptions: [DeviceDescription] = []
        for device in try OpenCLDevices.all() {
            var description = device.description
            if description.problem == nil, case .failure(let failure) = DeviceChoice.tested(device, options) {
                description.problem = failure.reason
            }
            descriptions.append(description)
        }
        return descriptions
    }

    /// Runs `work` on the device, or else `host`, which is told why in words.
    ///
    /// A device that is out of memory is passed over for this image; one that fails is replaced by the next one for good.
    private func onDevice<Value>(
        _ work: (DeviceSegmentation) throws(OpenCLError) -> Value,
        else host: (_ reasons: [String]) -> Value
    ) throws(SegmentationError) -> Value {
        while let device {
            do {
                return try work(device)
            } catch {
                guard allowsHost else { throw .device(error) }
                if error.isOutOfMemory {
                    return host(["the memory of \(deviceName) did not suffice; the host computed this image"])
                }
                guard givesWay else { throw .device(error) }
                giveUp(device, error)
            }
        }
        return host([])
    }

    /// Replaces `device`, which has failed, by the next one, or by the host.
    private func giveUp(_ device: DeviceSegmentation, _ error: OpenCLError) {
        failedDevices.insert(device.device.description)
        self.device = nil
        let choice = DeviceChoice(selection, without: failedDevices, options: options)
        self.device = choice.device
        let name = choice.device?.device.description.name ?? "host"
        warnings.append("\(deviceName) failed and is not used any more, \(name) computes instead: \(error)")
        (deviceName, deviceKind) = (name, choice.device?.device.description.kind.rawValue ?? "host")
    }
}
