import Foundation
import Imaging
import Testing
import WorkerProtocol

@Suite("Steps on their way to the worker")
struct RecipeStepTests {
    @Test("come out of JSON as they went in")
    func roundTrip() throws {
        let hysteresis = try ProbabilityThreshold(
            threshold: 0.3,
            classNumber: 2,
            core: 0.8,
            coreClass: 1,
            smoothing: [1, 1, 0.5],
            least: 10,
            merges: false
        )
        let steps: [RecipeStep] = [
            .thresholdProbabilities(hysteresis), .thresholdProbabilities(try ProbabilityThreshold(threshold: 0.5)),
            .classifyPixels(classifier: "d", foreground: .threshold(0.5)), .takeLabels(pattern: "{stem}_m.tif"),
            .connectComponents, .connectEachClass(background: 1),
            .keepObjects(classifier: "d", intensity: .labels), .mergeObjects(classifier: "d", intensity: .channel(1)),
            .keepSizes(least: 0, most: nil, unit: .pixels), .keepSizes(least: 2.5, most: 400, unit: .squareMicrometres),
            .keepSizes(least: 1, most: 90, unit: .cubicMicrometres), .dropBorderObjects, .fillHoles,
            .splitTouching(smoothing: 3), .classifyObjects(classifier: "d", intensity: .channel(0)),
        ]
        let recipe = Recipe(steps: steps, measurements: [.apoc, .basic], outputs: [.objects, .overlay])
        #expect(try JSONDecoder().decode(Recipe.self, from: JSONEncoder().encode(recipe)) == recipe)
        #expect(recipe.measurements == [.basic, .apoc])
    }
}
