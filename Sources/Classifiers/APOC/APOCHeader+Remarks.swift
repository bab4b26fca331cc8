import Forests

extension APOCHeader {
    /// What to say of counts that differ from those of the forest: they are information only, as in APOC.
    func remarks(on forest: RandomForest) -> [String] {
        // Trees without a split need no line between them and cannot always be counted.
        let isCountable = forest.roots.allSatisfy { forest.nodes[Int($0)].feature >= 0 }
        let counts = [
            ("num_classes", classCount, forest.classCount),
            ("num_features", featureCount, forest.featureCount),
            ("num_trees", treeCount, isCountable ? forest.roots.count : nil),
            // A limit of the training, which trees need not reach.
            ("max_depth", maximumDepth, maximumDepth.map { max($0, forest.depth) }),
        ]
        var remarks: [String] = []
        for (key, stated, real) in counts {
            guard let stated, let real, stated != real else { continue }
            remarks.append(
                "the classifier's header says \(key) = \(stated), and its forest has \(real); the forest counts, as in"
                    + " APOC, but somebody may have edited the file"
            )
        }
        return remarks
    }
}
