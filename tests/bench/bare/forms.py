"""Eight numbers from 0 to 10."""

from django import forms

NAMES = [f"score_{number}" for number in range(1, 9)]


class DayForm(forms.Form):
    """The day and its scores."""

    day = forms.DateField()
    score_1 = forms.IntegerField(min_value=0, max_value=10)
    score_2 = forms.IntegerField(min_value=0, max_value=10)
    score_3 = forms.IntegerField(min_value=0, max_value=10)
    score_4 = forms.IntegerField(min_value=0, max_value=10)
    score_5 = forms.IntegerField(min_value=0, max_value=10)
    score_6 = forms.IntegerField(min_value=0, max_value=10)
    score_7 = forms.IntegerField(min_value=0, max_value=10)
    score_8 = forms.IntegerField(min_value=0, max_value=10)
