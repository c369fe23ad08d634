"""Kinds of figure colored or placed by data: collections, images, contours, bars."""

import numpy as np
from kind import GRID, X, kind, one
from matplotlib import patches
from matplotlib.collections import LineCollection, PatchCollection, PolyCollection
from matplotlib.colors import Normalize


@kind
def scatter_array():
    fig, ax = one()
    dots = ax.scatter(X, X, c=X)
    return fig, lambda k: dots.set_array(X[::-1] * k)


@kind
def scatter_offsets_and_sizes():
    fig, ax = one()
    dots = ax.scatter(X, X)

    def update(k):
        dots.set_offsets(np.column_stack([X, X * k]))
        dots.set_sizes([10 + 5 * k])

    return fig, update


@kind
def scatter_color_map_and_limits():
    fig, ax = one()
    dots = ax.scatter(X, X, c=X)

    def update(k):
        dots.set_cmap(["viridis", "gray", "magma", "cool"][k])
        dots.set_clim(0, 3 + k)

    return fig, update


@kind
def scatter_faces():
    fig, ax = one()
    dots = ax.scatter(X, X, color=["#112233"] * len(X))
    return fig, lambda k: dots.set_facecolor([(k / 4, x / 4, 0.5) for x in X])


@kind
def heat_map():
    fig, ax = one()
    mesh = ax.pcolormesh(GRID)
    return fig, lambda k: mesh.set_array(GRID**k)


@kind
def shared_norm():
    fig, ax = one()
    norm = Normalize(0, 12)
    ax.pcolormesh(GRID, norm=norm)
    ax.scatter(X, X, c=X, norm=norm)

    def update(k):
        norm.vmax = 6 + k

    return fig, update


@kind
def line_collection():
    fig, ax = one()
    lines = ax.add_collection(LineCollection([]))
    return fig, lambda k: lines.set_segments([[(0, 0), (k, i)] for i in range(k + 1)])


@kind
def polygons():
    fig, ax = one()
    polygons = ax.add_collection(PolyCollection([], facecolors="#d55e00"))
    return fig, lambda k: polygons.set_verts([[(0, 0), (k + 1, 1), (1, k + 2)]])


@kind
def patch_collection():
    fig, ax = one()
    held = ax.add_collection(PatchCollection([patches.Circle((1, 1), 0.5)]))
    return fig, lambda k: held.set_paths([patches.Circle((1 + k / 2, 2), 0.5)])


@kind
def arrows():
    fig, ax = one()
    quiver = ax.quiver(X, X, np.ones(7), np.ones(7))
    return fig, lambda k: quiver.set_UVC(np.cos(X * k), np.sin(X * k), X)


@kind
def image():
    fig, ax = one()
    shown = ax.imshow(GRID, aspect="auto")

    def update(k):
        shown.set_data(GRID + k * np.eye(3, 4) * 5)
        shown.set_clim(0, 10 + k)
        shown.set_extent((0, 2 + k, 0, 3))

    return fig, update


@kind
def image_written_into():
    fig, ax = one()
    pixels = np.zeros((4, 4, 3))
    shown = ax.imshow(pixels)

    def update(k):
        pixels[:] = k / 4
        shown.set_data(pixels)

    return fig, update


@kind
def colorbar():
    fig, ax = one()
    mesh = ax.pcolormesh(GRID)
    bar = fig.colorbar(mesh, ax=ax)

    def update(k):
        mesh.set_clim(0, 5 + 2 * k)
        bar.set_label(f"to {k}")

    return fig, update


@kind
def contours_with_labels():
    fig, ax = one()
    a, b = np.meshgrid(np.linspace(-2, 2, 20), np.linspace(-2, 2, 20))

    def update(k):
        ax.clear()
        ax.set_aspect("equal")
        ax.clabel(ax.contour(a, b, a**2 + (k + 1) * b**2, levels=[1, 2, 3], colors="#1f2328"))

    return fig, update


@kind
def filled_contours():
    fig, ax = one()
    a, b = np.meshgrid(np.linspace(-2, 2, 20), np.linspace(-2, 2, 20))

    def update(k):
        ax.clear()
        ax.contourf(a, b, a**2 + (k + 1) * b**2)

    return fig, update


@kind
def band_drawn_anew():
    fig, ax = one()
    held = []

    def update(k):
        while held:
            held.pop().remove()
        held.append(ax.fill_between(X, X, X + k + 1, color="#cc79a7", alpha=0.5))

    return fig, update


@kind
def bars_and_error_bars():
    fig, ax = one()
    bars = ax.bar(range(4), range(4))
    line, caps, (lines,) = ax.errorbar(X, X, yerr=1, capsize=3)

    def update(k):
        for i, bar in enumerate(bars):
            bar.set_height(i * k)
        line.set_ydata(X + k)
        caps[0].set_ydata(X + k - 1)
        caps[1].set_ydata(X + k + 1)
        lines.set_segments([[(x, x + k - 1), (x, x + k + 1)] for x in X])

    return fig, update
