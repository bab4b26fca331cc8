package import Results
package import SystemPackage

extension FolderSettings {
    /// How the results of an image are called under one of the folder's recipes.
    package func scheme(of recipe: RecipeSettings, image: FilePath) -> NameScheme {
        recipe.naming.scheme(recipe: recipe.name, values: values(for: recipe.naming, image))
    }

    /// The same by a recipe's name, which may be that of one that the folder had once.
    package func scheme(ofRecipe name: String?, image: FilePath) -> NameScheme {
        if let recipe = recipes.first(where: { $0.name == name }) { return scheme(of: recipe, image: image) }
        return naming.scheme(recipe: name, values: values(for: naming, image))
    }

    /// What names of outputs end with here, behind the separator.
    package var outputEndings: Set<[UInt8]> {
        recipes.allSatisfy { $0.naming.words.isEmpty }
            ? ResultFamily.standardEndings : ResultFamily.endings(of: [.standard] + recipes.map(\.naming))
    }

    /// The groups of an image that a template names; those of a sample sheet can be other ones tomorrow, and so are none.
    private func values(for naming: ResultNaming, _ image: FilePath) -> [String: [UInt8]] {
        guard !naming.template.groups.isEmpty, let pattern = groups?.pattern,
            let values = pattern.values(of: way(to: image))
        else { return [:] }
        return Dictionary(zip(pattern.groups, values)) { first, _ in first }
    }
}
