import HDF5Files
import Imaging

extension IlastikProject {
    /// Reads the project file behind a descriptor, whose position stays as it is.
    ///
    /// - Throws: why it holds no classifier that is run.
    package init(reading descriptor: Int32) throws(ProjectProblem) {
        self = try Self.converting { try HDF5File.read(descriptor) { root in try IlastikProject(root) } }
    }

    /// Reads a project file's bytes.
    ///
    /// - Throws: why it holds no classifier that is run.
    package init(bytes: [UInt8]) throws(ProjectProblem) {
        self = try Self.converting { try HDF5File.read(bytes) { root in try IlastikProject(root) } }
    }

    private static func converting(_ read: () throws -> IlastikProject) throws(ProjectProblem) -> IlastikProject {
        do { return try read() } catch let problem as HDF5Problem {
            throw ProjectProblem(problem)
        } catch let problem as ProjectProblem {
            throw problem
        } catch {
            throw .damaged("\(error)")
        }
    }

    /// What the root of a project's file holds.
    private init(_ root: HDF5Group) throws {
        guard root.kind(of: "workflowName") == .dataset else {
            throw ProjectProblem(
                "the HDF5 file has no workflowName, as every ilastik project has",
                remedy: "give the .ilp file of the project; a file of pixels or probabilities is no classifier"
            )
        }
        workflow = try root.string("workflowName")
        let kind = try IlastikWorkflow(name: workflow)
        version = root.kind(of: "ilastikVersion") == .dataset ? try root.string("ilastikVersion") : nil
        savedAt = root.kind(of: "time") == .dataset ? String(try root.string("time").prefix(100)) : nil
        lanes = try Self.lanes(root)
        var groups = ["PixelClassification"]
        if kind == .autocontext { groups.append("PixelClassification01") }
        if root.has("PixelClassification02") {
            throw ProjectProblem(
                "the project has more than two stages of Autocontext",
                remedy: "make an Autocontext project with the same images in ilastik 1.3 or later"
            )
        }
        let reader = try StageReader(root: root, lanes: lanes)
        stages = PixelStages(dimensions: reader.dimensions, channels: 0, stages: [])
        classes = []
        remarks = []
        for (number, group) in groups.enumerated() {
            let found = try reader.stage(group, number: number, before: stages)
            stages.stages.append(found.stage)
            if number == 0 { stages.channels = found.channels }
            classes = found.classes
            remarks += found.remarks
        }
        if let version, !["1.2", "1.3", "1.4"].contains(where: { version.hasPrefix($0) }) {
            remarks.append(
                "the project is of ilastik \(version.prefix(40)), and those of 1.2 to 1.4 are known: compare a result"
            )
        }
        thresholds = kind == .pixelsAndObjects ? ProbabilityThreshold(root) : nil
        if kind == .pixelsAndObjects {
            remarks.append("of the project its pixel classification is run; objects are made by the recipe's steps")
            if thresholds == nil, root.kind(of: "ThresholdTwoLevels") == .group {
                remarks.append(
                    "how the project makes objects, by graph cuts or by thresholds that are none here, is not taken "
                        + "over: write the step threshold, or positive_class"
                )
            }
        }
    }

    /// The images of the training, as far as the project describes them.
    private static func lanes(_ root: HDF5Group) throws -> [Lane] {
        guard root.kind(of: "Input Data") == .group else { return [] }
        let input = try root.group("Input Data")
        guard input.kind(of: "infos") == .group else { return [] }
        let infos = try input.group("infos")
        var lanes: [Lane] = []
        for name in try infos.names().prefix(mostLanes) where infos.kind(of: name) == .group {
            let lane = try infos.group(name)
            guard lane.kind(of: "Raw Data") == .group else { continue }
            let raw = try lane.group("Raw Data")
            guard raw.kind(of: "shape") == .dataset else { continue }
            let shape = try raw.integers("shape", most: 16)
            guard shape.allSatisfy({ $0 > 0 && $0 <= Int64(Int32.max) }) else {
                throw ProjectProblem.damaged("\(raw.path)/shape is none of an image")
            }
            let tags = raw.kind(of: "axistags") == .dataset ? try raw.string("axistags") : ""
            let order = raw.kind(of: "axisorder") == .dataset ? try raw.string("axisorder") : ""
            let called = ["nickname", "filePath"].first { raw.kind(of: $0) == .dataset }
            lanes.append(
                Lane(
                    name: String(try called.map { try raw.string($0) }?.prefix(200) ?? name[...]),
                    axes: [axes(in: tags), order].first { $0.count == shape.count } ?? "",
                    shape: shape.map(Int.init)
                )
            )
        }
        return lanes
    }

    /// Images that are looked at: what all of them have in common is known from fewer.
    private static let mostLanes = 10_000

    /// The letters of the axes in vigra's description, which is JSON: the values of all `"key"`.
    static func axes(in tags: String) -> String {
        let parts = tags.split(separator: "\"", omittingEmptySubsequences: false)
        return parts.indices.reduce(into: "") { axes, index in
            // "key": "x" — the name, what lies between, and the value.
            if parts[index] == "key", index + 2 < parts.count, parts[index + 2].count == 1 { axes += parts[index + 2] }
        }
    }
}

extension ProbabilityThreshold {
    /// The settings of the applet that makes objects of probabilities; nil where a project has none, or in a form or with
    /// a method that is not known here, graph cuts among them.
    fileprivate init?(_ root: HDF5Group) {
        guard root.kind(of: "ThresholdTwoLevels") == .group, let group = try? root.group("ThresholdTwoLevels") else {
            return nil
        }
        func number(_ name: String, in group: HDF5Group) -> Double? {
            guard let value = (try? group.doubles(name, most: 1))?.first, value.isFinite else { return nil }
            return value
        }
        // One threshold, two, or two whose objects are not merged; 2 is graph cuts.
        guard let method = number("CurOperator", in: group), [0, 1, 3].contains(method),
            let low = number("LowThreshold", in: group), let channel = number("Channel", in: group),
            let classNumber = Int(exactly: channel + 1)
        else { return nil }
        let high = method == 0 ? nil : number("HighThreshold", in: group) ?? low
        let coreClass = number("CoreChannel", in: group).flatMap { Int(exactly: $0 + 1) } ?? classNumber
        let sigma = try? group.group("SmootherSigma")
        // Less than the least is as good as none.
        let sigmas = ["x", "y", "z"].map { axis in
            sigma.flatMap { number(axis, in: $0) }.map { $0 < Self.leastSmoothing ? 0 : $0 } ?? 0
        }
        let made = try? ProbabilityThreshold(
            threshold: low,
            classNumber: classNumber,
            core: high,
            coreClass: high == nil ? nil : coreClass,
            smoothing: sigmas,
            least: number("MinSize", in: group) ?? 0,
            most: number("MaxSize", in: group) ?? .infinity,
            merges: method != 3
        )
        guard let made else { return nil }
        self = made
    }
}
