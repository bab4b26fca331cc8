package import Imaging

/// What has to be made of an image, and by which steps, so that certain products are there; the rest is not done.
package struct RecipeDemand: Sendable, Equatable {
    /// The places in the recipe of the steps that are done, ascending.
    package let places: [Int]
    /// All that is made on the way.
    package var products: Set<Product>

    /// The demand of `wanted` products at the end of a chain of steps.
    package init(_ steps: [RecipeStep], for wanted: Set<Product>) {
        var (needed, places) = (wanted, [Int]())
        for (place, step) in steps.enumerated().reversed() where !step.gives.isDisjoint(with: needed) {
            needed.formUnion(step.needs)
            places.append(place)
        }
        self.places = places.reversed()
        products = needed
    }
}

extension Collection<OutputKind> {
    /// What has to be made for them, and what they take too where a recipe makes it.
    package var products: Set<Product> { reduce(into: []) { $0.formUnion($1.needs.union($1.uses)) } }
}
