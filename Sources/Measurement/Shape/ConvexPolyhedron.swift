/// A point of a volume with whole coordinates.
struct LatticePoint {
    var slice: Int
    var row: Int
    var column: Int
}

/// The convex hull of points of a volume, as triangles.
///
/// Quickhull (C. B. Barber, D. P. Dobkin, H. Huhdanpaa, ACM TOMS 22, 1996) in whole numbers: a point is beyond a triangle
/// only if it is truly so, whence points in a common plane are no special case. Used again and again, it keeps its memory.
struct ConvexPolyhedron {
    /// A triangle of the surface; points p of the hull have normal · p ≤ `offset`.
    struct Face {
        /// Indices of points, counter-clockwise as seen from outside.
        let corners: (Int32, Int32, Int32)
        let normal: LatticePoint
        let offset: Int
        /// The first of the points beyond it that are not yet in the hull; none if negative.
        fileprivate var firstBeyond: Int32 = -1

        /// Positive for points outside, and the greater the farther.
        func height(of point: LatticePoint) -> Int { normal.dot(point) - offset }
    }

    private(set) var points: [LatticePoint] = []
    private(set) var faces: [Face] = []
    /// By point, the next one beyond the same face.
    private var nextBeyond: [Int32] = []
    private var edges: [(from: Int32, to: Int32)] = []
    private var freed: [Int32] = []

    /// Takes the hull of `newPoints`, which has no faces where all of them lie in one plane.
    ///
    /// - Precondition: coordinates are below 2^17.
    mutating func build(_ newPoints: [LatticePoint]) {
        points = newPoints
        faces.removeAll(keepingCapacity: true)
        nextBeyond.removeAll(keepingCapacity: true)
        nextBeyond += repeatElement(-1, count: points.count)
        guard addTetrahedron() else { return }
        for point in points.indices { put(Int32(point), fromFace: 0) }
        // New faces are at the end, and what is not worked off mostly too.
        while let index = faces.lastIndex(where: { $0.firstBeyond >= 0 }) { add(farthest(beyond: faces[index])) }
    }

    /// Calls `body` with each corner, at least once.
    func forEachCorner(_ body: (LatticePoint) -> Void) {
        var isDone = [Bool](repeating: false, count: points.count)
        for face in faces {
            for corner in [Int(face.corners.0), Int(face.corners.1), Int(face.corners.2)] where !isDone[corner] {
                isDone[corner] = true
                body(points[corner])
            }
        }
    }

    private func farthest(beyond face: Face) -> Int32 {
        var (best, height) = (face.firstBeyond, 0)
        var point = face.firstBeyond
        while point >= 0 {
            let pointHeight = face.height(of: points[Int(point)])
            if pointHeight > height { (best, height) = (point, pointHeight) }
            point = nextBeyond[Int(point)]
        }
        return best
    }

    /// Puts `eye` and the edge of what it sees in place of the faces that it sees.
    private mutating func add(_ eye: Int32) {
        edges.removeAll(keepingCapacity: true)
        freed.removeAll(keepingCapacity: true)
        var kept = 0
        for index in faces.indices {
            let face = faces[index]
            guard face.height(of: points[Int(eye)]) > 0 else {
                faces[kept] = face
                kept += 1
                continue
            }
            let (a, b, c) = face.corners
            for edge in [(a, b), (b, c), (c, a)] { toggle(edge) }
            var point = face.firstBeyond
            while point >= 0 {
                freed.append(point)
                point = nextBeyond[Int(point)]
            }
        }
        faces.removeSubrange(kept...)
        for edge in edges { faces.append(face(edge.from, edge.to, eye)) }
        for point in freed { put(point, fromFace: kept) }
    }

    /// Keeps an edge that only one face has: the other face that has it goes along it in the other direction.
    private mutating func toggle(_ edge: (from: Int32, to: Int32)) {
        if let other = edges.firstIndex(where: { $0.from == edge.to && $0.to == edge.from }) {
            edges.swapAt(other, edges.count - 1)
            edges.removeLast()
        } else {
            edges.append(edge)
        }
    }

    /// Gives a point to the first face from `first` on that it is beyond of, if there is one.
    private mutating func put(_ point: Int32, fromFace first: Int) {
        let place = points[Int(point)]
        for index in first..<faces.count where faces[index].height(of: place) > 0 {
            nextBeyond[Int(point)] = faces[index].firstBeyond
            faces[index].firstBeyond = point
            return
        }
    }

    private func face(_ a: Int32, _ b: Int32, _ c: Int32) -> Face {
        let origin = points[Int(a)]
        let normal = (points[Int(b)] - origin).cross(points[Int(c)] - origin)
        return Face(corners: (a, b, c), normal: normal, offset: normal.dot(origin))
    }

    /// Begins with four of the points that are not in one plane; false if there are none.
    private mutating func addTetrahedron() -> Bool {
        guard !points.isEmpty else { return false }
        let first = points[0]
        guard let a = farthest({ ($0 - first).squaredLength }),
            let b = farthest({ ($0 - points[Int(a)]).squaredLength }),
            let c = farthest({ ($0 - points[Int(a)]).cross(points[Int(b)] - points[Int(a)]).largest })
        else { return false }
        let plane = face(a, b, c)
        guard let d = farthest({ abs(plane.height(of: $0)) }) else { return false }
        let isBelow = plane.height(of: points[Int(d)]) < 0
        let (second, third) = isBelow ? (b, c) : (c, b)
        faces = [face(a, second, third), face(second, a, d), face(third, second, d), face(a, third, d)]
        return true
    }

    private func farthest(_ distance: (LatticePoint) -> Int) -> Int32? {
        var (best, largest) = (-1, 0)
        for (index, point) in points.enumerated() {
            let distance = distance(point)
            if distance > largest { (best, largest) = (index, distance) }
        }
        return best < 0 ? nil : Int32(best)
    }
}

extension LatticePoint {
    static func - (one: Self, other: Self) -> Self {
        Self(slice: one.slice - other.slice, row: one.row - other.row, column: one.column - other.column)
    }

    func dot(_ other: Self) -> Int { slice * other.slice + row * other.row + column * other.column }

    func cross(_ other: Self) -> Self {
        Self(
            slice: row * other.column - column * other.row,
            row: column * other.slice - slice * other.column,
            column: slice * other.row - row * other.slice
        )
    }

    var squaredLength: Int { dot(self) }

    /// The size of the greatest component.
    fileprivate var largest: Int { max(abs(slice), abs(row), abs(column)) }
}
