"""What is between a row and its floor, and what was tried; written below the table where a row falls short."""

NOTES = {
    "least squares": """
What is beside the floor looks whether all numbers are finite, in `add_intercept` and again in
`least_squares`, as each answers for itself; the rest is the product of the matrix with itself. Columns are
scaled by powers of two in the small matrix, where it costs nothing.""",
    "logistic regression": """
The floor computes each gradient once, for the step and for what stops it, in arrays that it keeps. In dlkit
`record` asks for a gradient of its own, as it may watch another objective than the one descended, and the
Hessian at the start is computed once more to tell there, and not at the first step, what is wrong. LAPACK's
`dposv` solves 31 weights in 4 microseconds, where a Cholesky factorization and a solution with NumPy take 15:
less than a tenth of the time, for SciPy, which the Python of the pages can do without, and 0.1 to 0.5 seconds
to import it. The product of the Hessian with one matrix on both sides is slower than with two at 31 columns,
34 and 26 microseconds, and quicker from 50 columns on; it stays one line.""",
    "1000 steps of descent, compressed": """
A step takes 5 microseconds, 2.7 of them the gradient and the rest the step, a rate that may be a schedule,
and two copies of each iterate: one so that nobody writes into a method's state, one so that a method may
change its array in place. `record` takes one more for each. The triangle of 10,000 x 21 numbers is 1.2 to 1.5
milliseconds, and was 3.1 before it was made by blocks.""",
    "1000 steps of descent, through the rows": """
dlkit goes through the rows three times a step, and torch and the floor twice: the losses of the whole path
are computed in one call at the end, and what the gradients had is not kept. The factors 2 and 1/n are passes
over all rows, some 8 of 90 microseconds; taken out of the product they would change the last digit of every
gradient in the book.""",
    "loss surface": """
The floor is bound by exp and log1p, 1.9 of 4 nanoseconds for each logit; dlkit is next to it. Tried: blocks
of 2¹², 2¹⁴, 2¹⁵ and 2¹⁶ predictions are slower than, or as quick as, those of 2¹³; one logarithm of a product
of 1 + exp(-|m|) in place of many would lose the digits of small losses; the sum a + b + ab, which loses none,
takes four times as long as the logarithms it saves. Labels folded into the rows as signs would save a
product, some tenth of the time, and the linear model would have to know its loss.""",
    "descents x": """
The floor has the textbook's sigmoid, which is 0 below a logit of -709; dlkit's is exact there, and takes an
absolute value, a maximum and a comparison more. The numerator as a maximum in place of a choice saves a third
of its time. Labels folded into the rows as signs would save two products.""",
    "64-64-10": """
The floor writes into arrays that it keeps. dlkit makes a new one for each value, as a trace is the caller's
to keep; its gradient of the cross-entropy takes the one minus the probability of what happened from the
others, so that no digits are lost, 5 microseconds of a step's 60; and each iterate is a copy. Buffers would
need a network that holds state, and one for each thread.""",
    "MLP 784-256-256-10": """
What is not a product is, for each layer, the bias, the activation and its slope, and the step of 270,000
weights, which is new each time.""",
}


def note(work):
    """Return what is said of a work, as one line."""
    key = next((key for key in NOTES if all(part in work for part in key.split(", "))), None)
    return " ".join(NOTES[key].split()) if key else ""
