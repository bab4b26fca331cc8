/// The narrow filters of a plan that run together: planes made of the same one or two planes by a filter along x and one along
/// y, their sums, differences and magnitudes, and eigenvalues of three of them.
///
/// What lies between stays in a device's nearest cache. The results are the steps' own, bit for bit.
package struct FilterBanks: Sendable {
    /// A plane that a bank makes.
    package struct Output: Sendable {
        /// The run that makes it, together with the other planes of the bank.
        package fileprivate(set) var pass: FeaturePass
        /// The one or two steps that the bank reads; -1 is the image itself.
        package let sources: [Int]
        /// The bank, counted from 0.
        package let bank: Int
    }

    /// Whether each step of the plan is computed as a plane.
    package private(set) var isNeeded: [Bool]
    /// By the step that it is, each plane that a bank makes.
    package private(set) var outputs: [Int: Output] = [:]
    /// Banks in all.
    package private(set) var count = 0

    /// The banks of `plan`; of those whose borders are not mirrored, there are none.
    package init(_ plan: FeaturePlan) {
        guard plan.border == .mirrored else {
            isNeeded = plan.steps.map { _ in true }
            return
        }
        isNeeded = plan.steps.map { _ in false }
        for output in plan.outputs where output >= 0 { isNeeded[output] = true }
        var banks: [[Int]: [FilterBank.Operation]] = [:]
        for step in plan.steps.indices.reversed() where isNeeded[step] {
            let operation = FilterBank.Operation(step, of: plan)
            for input in operation?.sources ?? plan.steps[step].inputs where input >= 0 { isNeeded[input] = true }
            if let operation { banks[operation.sources, default: []].insert(operation, at: 0) }
        }
        for (sources, operations) in banks.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            for bank in FilterBank.banks(FilterBank.joined(operations), of: sources) { add(bank) }
        }
    }

    private mutating func add(_ bank: FilterBank) {
        let steps = bank.operations.flatMap(\.steps)
        for step in steps {
            outputs[step] = Output(pass: FilterBank.pass, sources: bank.sources, bank: count)
        }
        // The kernel reads what it does off the last of its jobs.
        if let last = steps.last {
            outputs[last]?.pass.table = bank.table
            outputs[last]?.pass.count = bank.operations.count
            outputs[last]?.pass.details = bank.operations.map(\.words)
        }
        count += 1
    }
}

/// Planes that are made of the same one or two planes at once.
struct FilterBank {
    /// How filtered planes become a result; raw values are the kernel's.
    enum Rule: Int {
        case plain = 0
        case sum = 1
        case difference = 2
        case magnitude = 3
        case largest = 4
        case smallest = 5
        case eigenvalues = 6
    }

    /// A plane, or the product of two, filtered along x and then along y.
    struct Term: Hashable {
        let line: Line
        let column: SampledGaussian
    }

    /// A plane, or the product of two, filtered along x.
    struct Line: Hashable {
        let planes: [Int]
        let row: SampledGaussian
    }

    /// Two or three terms put together, or one alone.
    struct Operation {
        /// The steps that come out, two for both eigenvalues of a matrix.
        var steps: [Int]
        var rule: Rule
        let terms: [Term]

        /// The rule, and of each term the planes, widths and symmetries of its filters.
        var words: String {
            let terms = terms.map { term in
                let filters = [term.line.row, term.column].map { "\($0.halfWidth)\($0.isAntisymmetric ? "a" : "s")" }
                return "\(term.line.planes.count) \(filters.joined(separator: " "))"
            }
            return "\(rule) of \(terms.joined(separator: ", "))"
        }

        /// The steps that it reads, in ascending order.
        var sources: [Int] { Set(terms.flatMap(\.line.planes)).sorted() }
    }

    /// The farthest that a filter reaches; the kernel keeps so many lines.
    static let reach = 2
    static let mostOutputs = 8
    private static let mostLines = 8

    let sources: [Int]
    private(set) var operations: [Operation] = []
    private var lines: [Line] = []

    private init(_ sources: [Int]) { self.sources = sources }

    /// As few banks as hold `operations`.
    static func banks(_ operations: [Operation], of sources: [Int]) -> [FilterBank] {
        var banks = [FilterBank(sources)]
        for operation in operations {
            var bank = banks[banks.count - 1]
            if !bank.append(operation) {
                bank = FilterBank(sources)
                _ = bank.append(operation)
                banks.append(bank)
            }
            banks[banks.count - 1] = bank
        }
        return banks
    }

    /// Adds `operation` if there is room.
    private mutating func append(_ operation: Operation) -> Bool {
        var lines = lines
        for term in operation.terms where !lines.contains(term.line) { lines.append(term.line) }
        let outputs = operations.reduce(operation.steps.count) { $0 + $1.steps.count }
        guard lines.count <= Self.mostLines, outputs <= Self.mostOutputs else { return false }
        self.lines = lines
        operations.append(operation)
        return true
    }

    /// `operations`, in the order of their steps, with the two eigenvalues of a matrix as one where they follow each other.
    static func joined(_ operations: [Operation]) -> [Operation] {
        var result: [Operation] = []
        for operation in operations {
            if operation.rule == .smallest, let other = result.last, other.rule == .largest,
                other.terms == operation.terms, other.steps[0] + 1 == operation.steps[0]
            {
                result[result.count - 1].rule = .eigenvalues
                result[result.count - 1].steps += operation.steps
            } else {
                result.append(operation)
            }
        }
        return result
    }

    /// What the kernel reads: of eight lines which planes each is of and its filter, then of each operation its rule and for
    /// each of three terms its line and filter (bank_lines.cl, filter_bank.cl).
    var table: [Float] {
        func words(_ filter: SampledGaussian) -> [Float] {
            let taps = filter.taps
            return [Float(filter.halfWidth), filter.isAntisymmetric ? 1 : 0]
                + (0...Self.reach).map { $0 < taps.count ? taps[$0] : 0 }
        }
        // Lines of the same planes follow one another.
        let codes = lines.map { line in
            let planes = line.planes.map { sources.firstIndex(of: $0) ?? 0 }
            // One plane is 0 or 1; a product is 2 and the sum of both.
            return planes.count == 1 ? planes[0] : 2 + planes[0] + planes[1]
        }
        let order = lines.indices.sorted { (codes[$0], $0) < (codes[$1], $1) }
        var table: [Float] = []
        for line in order { table += [Float(codes[line])] + words(lines[line].row) }
        for _ in lines.count..<Self.mostLines { table += [-1] + [Float](repeating: 0, count: 3 + Self.reach) }
        for operation in operations {
            table.append(Float(operation.rule.rawValue))
            for index in 0..<3 {
                guard index < operation.terms.count else {
                    table += [Float](repeating: 0, count: 3 + Self.reach + 1)
                    continue
                }
                let term = operation.terms[index]
                table.append(Float(order.firstIndex { lines[$0] == term.line } ?? 0))
                table += words(term.column)
            }
        }
        return table
    }
}

extension FilterBank.Operation {
    /// What `step` of `plan` is, if a bank can make it.
    init?(_ step: Int, of plan: FeaturePlan) {
        let inputs = plan.steps[step].inputs
        var terms: [FilterBank.Term?]
        switch plan.steps[step].operation {
        case is AxisFilter:
            terms = [FilterBank.Term(step, of: plan)]
            rule = .plain
        case let sum as FilteredSum where sum.axis == .y && inputs.count == 2:
            terms = zip(inputs, sum.filters).map { FilterBank.Term($0, $1, of: plan) }
            rule = sum.rule == .sum ? .sum : sum.rule == .difference ? .difference : .magnitude
        case let eigenvalue as SymmetricEigenvalue where eigenvalue.rank == 2:
            terms = inputs.map { FilterBank.Term($0, of: plan) }
            rule = eigenvalue.index == 0 ? .largest : .smallest
        default: return nil
        }
        self.terms = terms.compactMap(\.self)
        steps = [step]
        guard self.terms.count == terms.count, sources.count <= 2 else { return nil }
    }
}

extension FilterBank.Term {
    /// What `step` is, if it is a narrow filter along y of what is filtered along x.
    fileprivate init?(_ step: Int, of plan: FeaturePlan) {
        guard step >= 0, let filter = plan.steps[step].operation as? AxisFilter, filter.axis == .y, !filter.isOfProduct
        else { return nil }
        self.init(plan.steps[step].inputs[0], filter.filter, of: plan)
    }

    /// A filter along y of the step `input`, if both are narrow and that is filtered along x.
    fileprivate init?(_ input: Int, _ column: SampledGaussian, of plan: FeaturePlan) {
        guard input >= 0, let row = plan.steps[input].operation as? AxisFilter, row.axis == .x else { return nil }
        let isNarrow = [row.filter, column].allSatisfy { (1...FilterBank.reach).contains($0.halfWidth) }
        guard isNarrow, !(row.isOfProduct && row.filter.isAntisymmetric) else { return nil }
        line = FilterBank.Line(planes: plan.steps[input].inputs, row: row.filter)
        self.column = column
    }
}
