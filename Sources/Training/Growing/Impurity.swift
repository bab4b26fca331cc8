/// The Gini impurity as scikit-learn computes it, each step rounded to double: nothing may be fused or rearranged,
/// because ties between splits are decided by the last bit.
enum Impurity {
    /// What counts as a pure node: one unit in the last place of 1.
    static let smallest = 2.220446049250313e-16

    /// The impurity of samples of that weight, whose classes weigh `sums`.
    @inline(__always)
    static func gini(_ sums: UnsafeMutablePointer<Double>, _ classCount: Int, weight: Double) -> Double {
        var squares = 0.0
        for index in 0..<classCount { squares += sums[index] * sums[index] }
        return 1.0 - squares / (weight * weight)
    }

    /// What a split is judged by, the more the better, for two sides with these weights and impurities.
    @inline(__always)
    static func proxy(less: Double, _ lessImpurity: Double, otherwise: Double, _ otherwiseImpurity: Double) -> Double {
        (-otherwise * otherwiseImpurity) - (less * lessImpurity)
    }
}
