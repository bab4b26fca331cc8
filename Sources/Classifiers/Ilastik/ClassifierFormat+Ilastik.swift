import HDF5Files

extension ClassifierFormat {
    /// Whether a file with these first bytes is a project, of which an extract is taken.
    package static func isProject(_ start: ArraySlice<UInt8>) -> Bool { ilastik.recognises(start) }

    /// ilastik's projects, which are HDF5 files.
    static let ilastik = ClassifierFormat(
        name: "ilastik",
        fileExtension: "ilp",
        recognises: { start in HDF5File.isRecognised(start) },
        parse: { bytes, name throws(ClassifierError) in
            let project: IlastikProject
            do throws(ProjectProblem) {
                guard HDF5File.isRecognised(bytes) else {
                    throw ProjectProblem(
                        "it is no HDF5 file, as ilastik projects are",
                        remedy: "give the .ilp file that ilastik saved"
                    )
                }
                project = try IlastikProject(bytes: bytes)
            } catch { throw .project(file: name, error) }
            return .pixels(try Classifier(project))
        }
    )

    /// What segmentd takes out of an ilastik project.
    static let extract = ClassifierFormat(
        name: "segmentd",
        fileExtension: "extract",
        recognises: { start in start.starts(with: PixelStages.signature) },
        parse: { bytes, name throws(ClassifierError) in
            let stages: PixelStages
            do throws(ProjectProblem) {
                stages = try PixelStages(extract: bytes)
            } catch { throw .project(file: name, error) }
            return .pixels(try Classifier(stages))
        }
    )
}
