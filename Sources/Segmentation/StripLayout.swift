import Features
import Imaging

/// Where the planes of one strip lie in the arena, for all features of all channels of an image.
///
/// A plane holds the strip's rows and as many more above and below as its users read. Planes whose lives do not
/// overlap share memory. Pure arithmetic: nothing here touches a device.
struct StripLayout {
    /// One plane in the arena.
    struct Plane: Hashable {
        /// First element.
        var offset: Int
        /// Rows above the strip, and as many below.
        var above: Int
        /// Columns its users read beyond the image's edges.
        var reach: Int
    }

    /// One step of a channel with its places.
    struct Step {
        var operation: FeatureOperation
        var sources: [Plane]
        /// Between the two passes of a blur.
        var between: Plane?
        var result: Plane
    }

    /// What is done for one channel.
    struct Channel {
        var image: Plane
        var steps: [Step]
    }

    /// Elements from one row to the next.
    let stride: Int
    /// Elements of a row before the image's first column.
    let margin: Int
    /// Rows of a strip; the last one may be shorter.
    let rows: Int
    let channels: [Channel]
    /// The plane of each input of the forest.
    let inputs: [Plane]
    /// Elements of the arena.
    let elementCount: Int

    /// A layout for strips of `rows` rows; `blockWidth` is how many pixels of a row a work-item owns.
    init(plan: FeaturePlan, channelCount: Int, size: ImageSize, rows: Int, blockWidth: Int) {
        self.rows = rows
        let demand = PlaneDemand(plan)
        let margin = (max(demand.greatestReach, 1) + 15) / 16 * 16
        self.margin = margin
        // Vectors are 16 wide at most and blocks may end past the image: that room is part of every row.
        let padded = (size.width + blockWidth - 1) / blockWidth * blockWidth
        let stride = margin + max(padded, (size.width + 15) / 16 * 16) + margin
        self.stride = stride
        // Where one strip is the whole image, no row lies outside of it.
        let mostAbove = rows >= size.height ? 0 : size.height - 1

        var arena = ArenaPlanner()
        var time = 0
        func plane(above: Int, reach: Int, until death: Int) -> Plane {
            let above = min(above, mostAbove)
            let offset = arena.place((rows + 2 * above) * stride, from: time, until: death)
            return Plane(offset: offset, above: above, reach: reach)
        }
        let stepTimes = plan.steps.count + 1
        let end = channelCount * stepTimes + 1
        var channels: [Channel] = []
        var inputs: [Plane] = []
        for _ in 0..<channelCount {
            let start = time
            func death(_ value: Int) -> Int { demand.isOutput(value) ? end : start + 1 + demand.lastUse(value) }
            let image = plane(above: demand.above(-1), reach: demand.reach(-1), until: max(death(-1), start))
            var places = [Int: Plane]()
            places[-1] = image
            var steps: [Step] = []
            for (index, step) in plan.steps.enumerated() {
                time = start + 1 + index
                let sources = step.inputs.map { places[demand.origin($0)] ?? image }
                guard demand.origin(index) == index else { continue }
                let above = demand.above(index)
                let between = demand.blurHalfWidth(index).map { plane(above: above + $0, reach: 0, until: time) }
                let result = plane(above: above, reach: demand.reach(index), until: max(death(index), time))
                places[index] = result
                steps.append(Step(operation: step.operation, sources: sources, between: between, result: result))
            }
            channels.append(Channel(image: image, steps: steps))
            inputs += plan.outputs.map { places[demand.origin($0)] ?? image }
            time = start + stepTimes
        }
        self.channels = channels
        self.inputs = inputs
        elementCount = arena.elementCount
    }

    /// The element of column 0 of the strip's first row.
    func origin(_ plane: Plane) -> Int {
        plane.offset + plane.above * stride + margin
    }
}
