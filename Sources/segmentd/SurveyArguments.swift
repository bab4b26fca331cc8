import ArgumentParser
import Files
import Results
import Service
import SystemPackage
import WorkerProtocol

/// The folder that a command makes a picture of, and where the picture goes.
struct SurveyArguments: ParsableArguments {
    @Argument(help: "A folder of results.")
    var folder: FilePath

    @Option(help: "Where to write it instead of into that folder.")
    var output: FilePath?

    /// The open folder, and what is in it.
    ///
    /// - Throws: a `Failure` where there is no such folder, or no result in it.
    func survey() throws(Failure) -> (folder: ResultFolder, survey: FolderSurvey) {
        let path = try BatchItems.existing(folder)
        let place = OutputFolder(base: path, below: [], creatable: 0, isBaseCreatable: false)
        guard let opened = try ResultFolder(existing: place) else {
            throw Failure(kind: "not_found", message: "\(folder.readable) is gone", remedy: "name a folder")
        }
        let survey = try FolderSurvey(of: opened)
        guard !survey.results.isEmpty else {
            throw Failure(
                kind: "no_results",
                message: "\(folder.readable) holds no result that can be read",
                remedy: "name the folder in which the files …_\(OutputNames.summaryWord) lie"
            )
        }
        return (opened, survey)
    }

    /// The file to write, which is called `name` unless somebody chose another.
    func file(in folder: ResultFolder, name: String) -> FilePath { output ?? folder.path.appending(name) }
}
