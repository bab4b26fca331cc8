import ArgumentParser
import Files
import Results
import Settings
import SystemPackage
import WorkerProtocol

/// What `segmentd run` is told of names: what they say of images, and how results are called.
struct NameOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How images are called: '\(GroupPattern.example)', a preset, or a regular expression; groups become columns.",
            valueName: "pattern"
        )
    )
    var pattern: String?

    @Option(help: ArgumentHelp("A sample sheet (CSV) that tells more by these groups.", valueName: "file"))
    var samples: FilePath?

    @Option(
        help: ArgumentHelp(
            "What all images are of, instead of --pattern; repeat for several columns.",
            valueName: "name=text"
        )
    )
    var group: [String] = []

    @Option(
        help: ArgumentHelp(
            "How results are called: '\(NameTemplate.standard.text)' unless given; ilastik, or ilastik-autocontext: as there.",
            valueName: "template"
        )
    )
    var names: String?

    @Option(
        help: ArgumentHelp(
            "Which files are one image: '\(TogetherPattern.example)'; {channel}, {z}, {time} and {position} are axes.",
            valueName: "pattern"
        )
    )
    var together: String?

    func validate() throws {
        _ = try togetherPattern
        if samples != nil, pattern == nil { throw ValidationError("--samples goes with --pattern.") }
        if pattern != nil, !group.isEmpty { throw ValidationError("--group and --pattern exclude each other.") }
        _ = try groups
        _ = try fixedGroups
        _ = try naming
    }

    /// The first option that is given; nil where none is.
    var given: String? {
        let options = [("--pattern", pattern), ("--names", names), ("--group", group.first)]
        return options.first { $0.1 != nil }?.0
    }

    /// How it is known what the images are of.
    var groups: GroupSettings? {
        get throws {
            guard let pattern else { return nil }
            do throws(StepSettings.Problem) {
                return GroupSettings(
                    pattern: try GroupPattern(pattern),
                    samples: samples?.absolute.lexicallyNormalized()
                )
            } catch {
                throw ValidationError("--pattern: \(error)")
            }
        }
    }

    /// Which files are one image by their names.
    var togetherPattern: TogetherPattern? {
        get throws {
            guard let together else { return nil }
            do throws(StepSettings.Problem) { return try TogetherPattern(together) } catch {
                throw ValidationError("--together: \(error)")
            }
        }
    }

    /// A recipe with what is said here.
    func applied(to recipe: RecipeSettings?) throws -> RecipeSettings? {
        guard var recipe else { return nil }
        recipe.fixedGroups = try fixedGroups
        recipe.groups = try groups?.pattern.groups ?? recipe.fixedGroups?.names
        recipe.naming = try naming
        return recipe
    }

    private var fixedGroups: ImageGroups? {
        get throws {
            let parts = group.map {
                $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            }
            guard !parts.isEmpty else { return nil }
            guard parts.allSatisfy({ $0.count == 2 && !$0[0].isEmpty }), Set(parts.map { $0[0] }).count == parts.count
            else {
                throw ValidationError("--group is a name and a text, as in --group plate=p7; each name once.")
            }
            if let name = parts.map({ $0[0] }).first(where: ImageGroups.isReserved) {
                throw ValidationError("--group: \"\(name)\" is a column of the tables already.")
            }
            return ImageGroups(names: parts.map { $0[0] }, texts: parts.map { $0[1] })
        }
    }

    private var naming: ResultNaming {
        get throws {
            guard let names else { return .standard }
            if let preset = ResultNaming.presets[names] { return preset }
            do throws(NameTemplate.Problem) {
                return ResultNaming(template: try NameTemplate(names, groups: groupNames))
            } catch {
                throw ValidationError("--names: \(error.message); \(error.remedy)")
            }
        }
    }

    private var groupNames: [String] { pattern.flatMap { try? GroupPattern($0).groups } ?? [] }
}
