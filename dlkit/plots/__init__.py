"""Plots that take data and an axes, and give the axes back."""

from .classification import plot_classes, plot_confusion_matrix, plot_decision_boundary, plot_probability
from .descent import plot_contours, plot_loss_curve, plot_path
from .functions import plot_bars, plot_functions, plot_unit_ball
from .networks import plot_image, plot_images, plot_network
from .regression import plot_data, plot_line

__all__ = [
    "plot_bars",
    "plot_classes",
    "plot_confusion_matrix",
    "plot_contours",
    "plot_data",
    "plot_decision_boundary",
    "plot_functions",
    "plot_image",
    "plot_images",
    "plot_line",
    "plot_loss_curve",
    "plot_network",
    "plot_path",
    "plot_probability",
    "plot_unit_ball",
]
