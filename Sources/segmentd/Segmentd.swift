import ArgumentParser
import WorkerProtocol

/// The program: one binary, one command for each use.
struct Segmentd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "segmentd",
        abstract: "Segments microscopy images as they arrive, with classifiers trained in APOC.",
        version: Version.current,
        subcommands: [
            WatchCommand.self, StatusCommand.self, EventsCommand.self, ExplainCommand.self, RetryCommand.self,
            RescanCommand.self,
            ReloadCommand.self, PauseCommand.self, ResumeCommand.self, RunCommand.self, VerifyCommand.self,
            ReplayCommand.self,
            ClassifiersCommand.self, PromoteCommand.self, RollbackCommand.self,
            CheckCommand.self, SetupCommand.self, UnitDropinCommand.self,
            TrainCommand.self, ValidateCommand.self, SuggestCommand.self,
            SheetCommand.self, PlotCommand.self, InspectCommand.self, DevicesCommand.self, BenchCommand.self,
            SelftestCommand.self, SupportCommand.self, NotifyCommand.self,
            WorkerCommand.self,
        ]
    )
}
