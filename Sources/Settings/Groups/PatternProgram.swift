/// What a pattern comes to: pieces that a text is compared with.
indirect enum PatternPart: Sendable, Hashable {
    /// One character of a set.
    case one(CharacterChoice)
    /// One part behind the other.
    case sequence([PatternPart])
    /// The first of these that fits.
    case either([PatternPart])
    /// So many times in a row; with `isEager` as often as can be, else as rarely.
    case repeated(PatternPart, least: Int, most: Int?, isEager: Bool)
    /// A part whose text is kept, by a number from 0.
    case group(Int, PatternPart)
    case start, end

    /// These characters.
    static func text(_ text: some StringProtocol) -> PatternPart {
        .sequence(text.unicodeScalars.map { .one(.only($0.value)) })
    }
}

/// A pattern, made ready for comparing texts with it.
///
/// No text makes it slow: the search goes back where a part does not fit, but never tries an instruction at the same place of
/// the text twice (the bit-state search of R. Cox's RE2), so that the time is at most proportional to the number of
/// instructions times the length of the text.
struct PatternProgram: Sendable, Hashable {
    /// With more instructions a pattern is refused.
    static let most = 1_000
    /// Longer texts fit no pattern: no path is longer.
    static let longestText = 4_096

    private enum Instruction: Sendable, Hashable {
        case one(CharacterChoice)
        /// Goes on at the first place, and if that comes to nothing, at the second.
        case fork(Int, Int)
        case jump(Int)
        /// Keeps the place in the text.
        case mark(Int)
        case start, end
        case fits
    }

    private var instructions: [Instruction] = []
    private let groupCount: Int
    /// Parts that were added: those that are empty make no instructions, but take time.
    private var added = 0

    /// The program of a pattern with so many groups; nil where it is too large.
    init?(_ part: PatternPart, groupCount: Int) {
        self.groupCount = groupCount
        guard add(part), instructions.count < Self.most else { return nil }
        instructions.append(.fits)
    }

    /// The texts of the groups where the pattern first fits; nil where it fits nowhere. A group that had no part in it is nil.
    func groups(in text: PathCharacters) -> [Range<Int>?]? {
        let (units, width) = (text.units, text.units.count + 1)
        guard units.count <= Self.longestText else { return nil }
        var tried = [Bool](repeating: false, count: instructions.count * width)
        var marks = [Int](repeating: -1, count: groupCount * 2)
        /// What is to be tried; or, with a mark, what it is set back to before that.
        var ahead: [(next: Int, place: Int, mark: (Int, Int)?)] = []
        for start in 0..<width {
            ahead.append((0, start, nil))
            while let (first, begin, restored) = ahead.popLast() {
                if let restored {
                    marks[restored.0] = restored.1
                    continue
                }
                var (next, place) = (first, begin)
                walk: while !tried[next * width + place] {
                    tried[next * width + place] = true
                    switch instructions[next] {
                    case .one(let choice):
                        guard place < units.count, choice.contains(units[place]) else { break walk }
                        (next, place) = (next + 1, place + 1)
                    case .fork(let first, let second):
                        ahead.append((second, place, nil))
                        next = first
                    case .jump(let target): next = target
                    case .mark(let number):
                        ahead.append((0, 0, (number, marks[number])))
                        marks[number] = place
                        next += 1
                    case .start:
                        guard place == 0 else { break walk }
                        next += 1
                    case .end:
                        guard place == units.count else { break walk }
                        next += 1
                    case .fits:
                        return (0..<groupCount).map { group in
                            let (first, end) = (marks[2 * group], marks[2 * group + 1])
                            return first >= 0 && end >= first ? first..<end : nil
                        }
                    }
                }
            }
        }
        return nil
    }

    /// Adds the instructions of a part; false where they are too many.
    private mutating func add(_ part: PatternPart) -> Bool {
        added += 1
        guard instructions.count < Self.most, added < 10 * Self.most else { return false }
        switch part {
        case .one(let choice): instructions.append(.one(choice))
        case .start: instructions.append(.start)
        case .end: instructions.append(.end)
        case .sequence(let parts): return parts.allSatisfy { add($0) }
        case .group(let number, let part):
            instructions.append(.mark(2 * number))
            guard add(part) else { return false }
            instructions.append(.mark(2 * number + 1))
        case .either(let parts):
            var jumps: [Int] = []
            for part in parts.dropLast() {
                let fork = instructions.count
                instructions.append(.fork(fork + 1, 0))
                guard add(part) else { return false }
                jumps.append(instructions.count)
                instructions.append(.jump(0))
                instructions[fork] = .fork(fork + 1, instructions.count)
            }
            if let last = parts.last, !add(last) { return false }
            for jump in jumps { instructions[jump] = .jump(instructions.count) }
        case .repeated(let part, let least, let most, let isEager):
            for _ in 0..<least where !add(part) { return false }
            func fork(_ into: Int, _ past: Int) -> Instruction { isEager ? .fork(into, past) : .fork(past, into) }
            guard let most else {
                let start = instructions.count
                instructions.append(.jump(0))
                guard add(part) else { return false }
                instructions.append(.jump(start))
                instructions[start] = fork(start + 1, instructions.count)
                return true
            }
            var forks: [Int] = []
            for _ in least..<max(least, most) {
                forks.append(instructions.count)
                instructions.append(.jump(0))
                guard add(part) else { return false }
            }
            for start in forks { instructions[start] = fork(start + 1, instructions.count) }
        }
        return true
    }
}
