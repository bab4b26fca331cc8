import Classifiers
import Forests
import Glibc

/// Reads projects as the worker does: the extract of each, and the classifier from it; `ReadProject FILE...`.
///
/// Prints a line for each, `run` or `refused` with the reason. Whatever else becomes of it is the fault of the file behind
/// the last line.
@main
enum ReadProject {
    static func main() {
        for path in CommandLine.arguments.dropFirst() {
            let file = open(path, O_RDONLY | O_CLOEXEC)
            guard file >= 0 else { exit(66) }
            // Past the buffer of `print`: what was read is known whatever the next file does.
            let line = Array((answer(file).split(separator: "\n").joined(separator: " ") + "\n").utf8)
            guard write(STDOUT_FILENO, line, line.count) == line.count else { exit(74) }
            close(file)
        }
    }

    private static func answer(_ file: Int32) -> String {
        do throws(ProjectProblem) {
            let project = try IlastikProject(reading: file)
            let extract = try project.stages.extract()
            guard try PixelStages(extract: extract) == project.stages else {
                fatalError("the extract is read otherwise")
            }
            for stage in project.stages.stages {
                do { try stage.forest.check() } catch { fatalError("\(error)") }
            }
            do throws(ClassifierError) { _ = try Classifier(project) } catch { return "refused: \(error.message)" }
            return "run: \(extract.count) bytes"
        } catch {
            return "refused: \(error.message)"
        }
    }
}
