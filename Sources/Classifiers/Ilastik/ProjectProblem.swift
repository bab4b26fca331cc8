package import HDF5Files

/// Why an ilastik project, or its extract, holds no classifier that can be run: what is wrong, and what to do about it.
package struct ProjectProblem: Error, Sendable, Hashable {
    /// What sort of problem it is, as far as anything depends on it.
    package enum Sort: Sendable, Hashable {
        /// The file is what it is: nothing changes until somebody saves it again.
        case refused
        /// The file changed while it was read.
        case changing
        /// The file cannot be read from the disk.
        case unreadable
        /// There is no memory for what is in it.
        case noMemory
        /// libhdf5 is not installed.
        case noLibrary
    }

    package var sort: Sort
    /// What is wrong, without the file's name.
    package var message: String
    package var remedy: String

    /// A project that is refused.
    package init(_ message: String, remedy: String) {
        (sort, self.message, self.remedy) = (.refused, message, remedy)
    }

    /// Something that no ilastik writes: the file is damaged, half saved, or of another program.
    static func damaged(_ message: String) -> ProjectProblem {
        ProjectProblem(
            "\(message): the project is damaged, or was not saved to its end",
            remedy:
                "open the project in ilastik and save it again; where ilastik does not open it, take a copy of before"
        )
    }

    /// What keeps the file from being read.
    package init(_ problem: HDF5Problem) {
        switch problem {
        case .damaged(let what): self = .damaged(what)
        case .missing(let what): self = .damaged("\(what) is not there")
        case .refused(let what):
            self.init(
                "\(what), which no ilastik project has",
                remedy: "open the project in ilastik and save it under another name"
            )
        case .tooLarge:
            self.init(
                "the project is larger than \(HDF5Limits.bytes >> 20) MB",
                remedy:
                    "in ilastik, do not keep images in the project: on the page Input Data, set each one's location "
                    + "to a file, and save the project under another name"
            )
        case .changing:
            self.init("the project changed while it was read", remedy: "wait until ilastik has saved it")
            sort = .changing
        case .unreadable(let code):
            self.init("the project cannot be read: \(HDF5Problem.words(code))", remedy: "check the file and its disk")
            sort = .unreadable
        case .noMemory(let code):
            self.init("there is no room for the project: \(HDF5Problem.words(code))", remedy: "free some memory")
            sort = .noMemory
        case .noLibrary(let reason):
            self.init(
                "ilastik projects are HDF5 files, and the library that reads them is not there: \(reason)",
                remedy:
                    "install libhdf5 (`apt install libhdf5-103-1`, on Debian 13 and later libhdf5-310), or give an APOC "
                    + "classifier"
            )
            sort = .noLibrary
        }
    }
}
