import Testing
import Training

@Suite("Training of forests")
struct ForestTrainerTests {
    @Test("nothing annotated is refused")
    func empty() {
        #expect(throws: TrainingError.noRows) {
            try ForestTrainer().grow(TrainingRows(columns: [[]], classes: [], classCount: 0))
        }
    }
}
