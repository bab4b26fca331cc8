/* Nothing is called here: the target brings data alone. */
