extension OMEImage {
    /// Which planes are where, as far as they are in open files.
    struct Planes {
        /// The place of each plane in sequence; nil for one that is in no open file.
        var places: [PlanePlace?]
        /// The names of files that hold others, each once, in the order of the description.
        var elsewhere: [String] = []
    }

    /// Where the planes of `order` lie, in files of `pageCounts` pages.
    ///
    /// - Throws: what no file can hold, what leads out of the folder, and descriptions that name planes without end.
    func planes(
        _ order: PlaneOrder,
        samples: Int,
        in files: OMEFiles,
        pageCounts: [Int],
        _ warnings: inout [String]
    ) throws(TIFFFault) -> Planes {
        guard let count = order.planeCount else {
            throw TIFFFault(.incompleteSeries, "it is described as \(order.words), which no file can hold")
        }
        let placed = placed(order, samples: samples, count: count, &warnings)
        let isRenamed = files.isRenamed(from: placed.map(\.assignment))
        if isRenamed, let earlier = placed.first?.assignment.fileName, !earlier.isEmpty {
            warnings.append("its description calls it \(earlier), as it was named before")
        }
        // Where more are described than there are pages, some are missing, and which is seen from the first ones.
        var found = Planes(places: Array(repeating: nil, count: min(count, pageCounts.reduce(0, +))))
        if assignments.isEmpty {
            for plane in 0..<min(found.places.count, pageCounts[0]) {
                found.places[plane] = PlanePlace(file: 0, plane: plane)
            }
            return found
        }
        var keys: Set<String> = []
        var steps = 0
        for (range, assignment) in placed {
            guard let file = isRenamed ? 0 : files.number(of: assignment) else {
                let name = assignment.fileName ?? ""
                guard name.isEmpty || MemberName.inside(name) != nil else {
                    throw TIFFFault(
                        .incompleteSeries,
                        "part of it is said to be in \(name.onOneLine), outside its folder"
                    )
                }
                if keys.insert(OMEFiles.key(assignment)).inserted { found.elsewhere.append(name) }
                continue
            }
            // A small file could name all of its planes thousands of times.
            let known = range.clamped(to: found.places.indices)
            steps += known.count
            guard steps <= 1 << 24 else {
                throw TIFFFault(.badTag, "its description names its \(count) planes again and again")
            }
            let page = assignment.index("IFD") ?? 0
            for plane in known where page < pageCounts[file] - (plane - range.lowerBound) {
                found.places[plane] = PlanePlace(file: file, plane: page + plane - range.lowerBound)
            }
        }
        return found
    }

    /// Whether `assignment` is about planes that the sizes have.
    func describes(_ assignment: Assignment) -> Bool {
        ["T", "Z", "C"].allSatisfy { axis in
            guard let index = assignment.index("First\(axis)") else { return false }
            return pixels["Size\(axis)"].flatMap { Int($0.trimmed) }.map { index < $0 } ?? true
        }
    }

    /// The place in the sequence of `order` of the first plane that `assignment` is about; nil where it is not described.
    func firstPlane(of assignment: Assignment, _ order: PlaneOrder, samples: Int) -> Int? {
        guard let frame = assignment.index("FirstT"), frame < order.frames,
            let slice = assignment.index("FirstZ"), slice < order.slices,
            let sample = assignment.index("FirstC"), sample / samples < order.channels
        else { return nil }
        return order.index(frame: frame, slice: slice, channel: sample / samples)
    }

    /// The planes that each assignment is about, of `count`.
    private func placed(
        _ order: PlaneOrder,
        samples: Int,
        count: Int,
        _ warnings: inout [String]
    ) -> [(planes: Range<Int>, assignment: Assignment)] {
        var placed: [(planes: Range<Int>, assignment: Assignment)] = []
        var isBeyond = false
        for assignment in assignments {
            guard let range = range(assignment, order, samples: samples, count: count) else {
                isBeyond = true
                continue
            }
            placed.append((range.clamped(to: 0..<count), assignment))
            if range.upperBound > count { isBeyond = true }
        }
        if isBeyond {
            warnings.append("its description has pages for planes beyond its \(order.words); they are ignored")
        }
        return placed
    }

    /// The planes that `assignment` is about; nil when the first of them is not among the described ones.
    private func range(_ assignment: Assignment, _ order: PlaneOrder, samples: Int, count: Int) -> Range<Int>? {
        guard let first = firstPlane(of: assignment, order, samples: samples),
            assignment.index("IFD") != nil, let planes = assignment.index("PlaneCount")
        else { return nil }
        if assignment.attributes["PlaneCount"] == nil {
            return assignment.attributes["IFD"] == nil ? first..<count : first..<first + 1
        }
        // Whether planes lie beyond `count` is still seen: the range ends one later then.
        return first..<(planes > count - first ? (count < .max ? count + 1 : count) : first + planes)
    }
}
