/// Kernels that are compiled together, when one of them is first needed: a compiler takes longer for all of them than the
/// first image may take.
package struct KernelGroup: Hashable, Sendable {
    /// What the kernels have in common, in words.
    package let name: String
    /// The one kernel that is made of its files' macros, if it is.
    let instance: String

    /// A group called `name`.
    package init(_ name: String) {
        self.name = name
        instance = ""
    }

    /// A group with the kernel that `instance`, a use of a macro, makes on top of those of its files.
    init(_ name: String, instance: String) {
        self.name = name
        self.instance = instance
    }

    /// What nearly all classifiers use: the compiler takes a while before it comes to any of it.
    package static let common = KernelGroup("common", instance: "PROGRAM_KERNEL(forest_program_1, 1, 0)")
    static let widePixels = KernelGroup("wide pixels")
    static let walk = KernelGroup("walk")
    static let program2 = KernelGroup("program 2", instance: "PROGRAM_KERNEL(forest_program_2, 2, 0)")
    static let votes2 = KernelGroup("votes 2", instance: "VOTES_KERNEL(forest_votes_2, 2, 1, 0)")
    static let votes4 = KernelGroup("votes 4", instance: "VOTES_KERNEL(forest_votes_4, 4, 1, 0)")
    static let votesWide = KernelGroup("votes wide", instance: "VOTES_KERNEL(forest_votes_wide, 4, 2, 0)")

    // Averaged forests.
    static let averagedWalk = KernelGroup("averaged walk")
    static let averagedProgram1 = KernelGroup(
        "averaged program 1",
        instance: "PROGRAM_KERNEL(forest_program_1_averaged, 1, 1)"
    )
    static let averagedProgram2 = KernelGroup(
        "averaged program 2",
        instance: "PROGRAM_KERNEL(forest_program_2_averaged, 2, 1)"
    )
    static let averagedVotes2 = KernelGroup(
        "averaged votes 2",
        instance: "VOTES_KERNEL(forest_votes_2_averaged, 2, 1, 1)"
    )
    static let averagedVotes4 = KernelGroup(
        "averaged votes 4",
        instance: "VOTES_KERNEL(forest_votes_4_averaged, 4, 1, 1)"
    )
    static let averagedVotesWide = KernelGroup(
        "averaged votes wide",
        instance: "VOTES_KERNEL(forest_votes_wide_averaged, 4, 2, 1)"
    )
}
